"""From nothing to green tests, with warm caches."""

from pathlib import Path

from .projects import copy, make
from .report import Row, Series, measured
from .timing import interleaved, seconds


def measure(template: Path, folder: Path, rounds: int, python: Path | None) -> list[Row]:
    """Rows of seconds: each step, and all together. A first run, not counted, fills the caches."""
    steps: list[tuple[float, float, float]] = []

    def all_steps() -> None:
        project = folder / f"green-{len(steps)}" / "my-service"
        project.parent.mkdir()
        steps.append(
            (
                seconds(lambda: copy(template, project)),
                seconds(lambda: make(project, "setup", interpreter=python)),
                seconds(lambda: make(project, "test", interpreter=python)),
            )
        )

    interleaved({"": all_steps}, rounds)
    counted = steps[1:]
    names = ("`copier copy`", "`make setup`", "`make test`")
    rows = [measured(Series(name, times, "s")) for name, times in zip(names, zip(*counted, strict=True), strict=True)]
    return [*rows, measured(Series("from nothing to green tests", [sum(times) for times in counted], "s"))]
