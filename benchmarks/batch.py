"""What a worker adds to each record of a batch, beyond reading it and its logic."""

import json
from pathlib import Path

from .processes import run
from .projects import copy, make
from .report import Row, Series, compared
from .workers import ANSWERS

RECORDS = 10_000


def measure(template: Path, folder: Path, rounds: int) -> list[Row]:
    """Rows of microseconds for each record."""
    project = folder / "my-service"
    copy(template, project, ANSWERS)
    make(project, "setup")
    script = Path(__file__).with_name("batch_rounds.py")
    output = run([".venv/bin/python", script, str(RECORDS), str(rounds)], project)
    measured: dict[str, dict[str, list[float]]] = json.loads(output.splitlines()[-1])
    rows = []
    for kind, seconds in measured.items():
        handler, loop = ([1e6 * each / RECORDS for each in seconds[way]] for way in ("handler", "loop"))
        added = [more - less for more, less in zip(handler, loop, strict=True)]
        rows += [
            compared(Series(f"{kind}: a record", handler, "\u00b5s"), Series("a plain loop", loop, "\u00b5s")),
            Row(f"{kind}: what the handler adds to a record", Series("", added, "\u00b5s").spread),
        ]
    return rows
