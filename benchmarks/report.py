"""Rows of measurements, and the tables that show them."""

import datetime as dt
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass

from .table import table
from .timing import Spread, middle_half, ratios

HEAD = ("measured", "median (least to greatest)", "compared with", "its median", "ratio, run by run", "goal")


@dataclass(frozen=True)
class Series:
    """What was measured in each run, in one unit."""

    name: str
    numbers: Sequence[float]
    unit: str

    @property
    def middle(self) -> float:
        return Spread.of(self.numbers).middle

    @property
    def median(self) -> str:
        return f"{_digits(self.middle)} {self.unit}"

    @property
    def spread(self) -> str:
        spread = Spread.of(self.numbers)
        least, greatest = _digits(spread.least), _digits(spread.greatest)
        return self.median if least == greatest else f"{self.median} ({least} to {greatest})"


@dataclass(frozen=True)
class Row:
    """One measurement; a ratio only where there is something to compare with."""

    what: str
    value: str = ""
    against: str = ""
    base: str = ""
    ratio: str = ""
    goal: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.what, self.value, self.against, self.base, self.ratio, self.goal)


def measured(series: Series, limit: float | None = None) -> Row:
    """A row of its own; `limit` is what the median should stay below, in the series' unit."""
    verdict = "reached" if limit is not None and series.middle < limit else "missed"
    return Row(series.name, series.spread, goal="" if limit is None else f"< {limit:g} {series.unit}: {verdict}")


def compared(series: Series, base: Series, goal: float | None = None) -> Row:
    """A row with the ratio to another series, run by run; `goal` is what it should not exceed."""
    numbers = ratios(series.numbers, base.numbers)
    ratio = Spread.of(numbers)
    middle, least, greatest = (f"{each:.2f}" for each in (ratio.middle, ratio.least, ratio.greatest))
    text = middle if least == greatest else f"{middle} ({least} to {greatest})"
    verdict = "" if goal is None else f"≤ {goal:g}: {_verdict(numbers, goal)}"
    return Row(series.name, series.spread, base.name, base.median, text, verdict)


def _verdict(numbers: Sequence[float], goal: float) -> str:
    """What the middle half of the runs says: on a busy machine a median alone would be luck."""
    low, high = middle_half(numbers)
    return "reached" if high <= goal else "missed" if low > goal else "undecided"


def _digits(number: float) -> str:
    """Three digits that count."""
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def section(rows: Sequence[Row], note: str) -> str:
    """When and on what it was measured, and the table."""
    today = dt.datetime.now(dt.UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}, Python {platform.python_version()}"
    return f"Measured on {today}: {machine}. {note}".rstrip() + f"\n\n{table(HEAD, [row.cells for row in rows])}\n"
