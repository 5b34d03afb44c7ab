"""What the properties share: each example begins anew, and values lie within values."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from hypothesis import strategies as st

from fake_marks import Marks
from my_service.shared import idempotency

Values = st.SearchStrategy[Any]


@contextmanager
def fresh_marks() -> Iterator[Marks]:
    """Nothing is done yet."""
    marks = Marks()
    with (
        mock.patch.object(idempotency, "take", marks.take),
        mock.patch.object(idempotency, "mark", marks.mark),
        mock.patch.object(idempotency, "give_back", marks.give_back),
    ):
        yield marks


def nested(flat: Values, around: Callable[[Values], Values]) -> Values:
    """Values by themselves and within others, two deep: drawing deeper ones took a quarter of the time."""
    return flat | around(flat | around(flat))
