"""Each example begins anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from fake_marks import Marks
from my_service.shared import idempotency


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
