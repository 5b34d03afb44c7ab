"""Which cases of a test run every day: the others are slow ones."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest


def everyday(cases: Sequence[Any], fast: str) -> list[Any]:
    """The cases with marks: those are fast in whose id the pattern is found."""
    return [
        each if re.search(fast, str(each.id)) else pytest.param(*each.values, id=each.id, marks=pytest.mark.slow)
        for each in cases
    ]


def in_part(cases: Mapping[str, Any], *fast: str) -> list[Any]:
    """The same of cases by their names."""
    return everyday(
        [pytest.param(each, id=name) for name, each in cases.items()], "|".join(f"^{name}$" for name in fast)
    )
