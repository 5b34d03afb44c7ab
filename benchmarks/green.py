"""From nothing to green tests, with warm caches."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from .copying import OURS
from .projects import copy, make
from .report import Row, Series, measured
from .timing import interleaved, seconds

NAMES = (OURS, "`make setup`", "`make test`", "from nothing to green tests")


def measure(template: Path, folder: Path, rounds: int, python: Path | None) -> list[Row]:
    """Rows of seconds: each step, and all together. A first run, not counted, fills the caches."""
    runs = interleaved({"": partial(steps, template, folder, python)}, rounds)[""]
    return [measured(each) for each in series(runs)]


def steps(template: Path, folder: Path, python: Path | None) -> tuple[float, ...]:
    """What each step takes for a new project, and all together."""
    project = Path(tempfile.mkdtemp(dir=folder)) / "my-service"
    times = (
        seconds(partial(copy, template, project)),
        seconds(partial(make, project, "setup", interpreter=python)),
        seconds(partial(make, project, "test", interpreter=python)),
    )
    return (*times, sum(times))


def series(runs: Sequence[tuple[float, ...]]) -> list[Series]:
    return [Series(name, times, "s") for name, times in zip(NAMES, zip(*runs, strict=True), strict=True)]
