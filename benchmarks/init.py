"""INIT of the project's get-item against a bare handler with a client of DynamoDB."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

from .artefacts import without_bytecode
from .built import Built
from .projects import Lambda
from .report import Row, Series, compared
from .start import Function, Start, start
from .timing import interleaved

GOAL = 1.15
OURS, BARE = "my_service.handlers.get_item.handler", "handlers.client.handler"
VARIABLES = {
    "ITEMS_TABLE_NAME": "items",
    "POWERTOOLS_METRICS_NAMESPACE": "my-service",
    "POWERTOOLS_SERVICE_NAME": "my-service",
}
PARTS = {
    "init": "INIT",
    "answer": "INIT and first answer",
    "processor": "processor time of INIT and first answer",
}


def measure(built: Built, target: Lambda, folder: Path, rounds: int) -> list[Row]:
    """Rows of milliseconds. The first answer shows what was only put off by laziness."""
    ours = get_item(built.project)
    packages = {
        "get-item": (built.function, OURS),
        "bare": (built.bare, BARE),
        "get-item, no bytecode": (without_bytecode(built.function, folder / "ours-plain"), OURS),
        "bare, no bytecode": (without_bytecode(built.bare, folder / "bare-plain"), BARE),
        "untouched": (built.untouched, BARE),
    }
    candidates = {
        name: partial(start, replace(ours, folder=package, handler=handler), target.python, built.client)
        for name, (package, handler) in packages.items()
    }
    starts = interleaved(candidates, rounds)

    def against(bare: str, title: str, name: str = "get-item", goal: float | None = None) -> list[Row]:
        return rows((name, starts[name]), (title, starts[bare]), goal)

    return [
        *against("bare", "bare client, packaged like ours", goal=GOAL),
        *against("bare, no bytecode", "bare client, no bytecode either", "get-item, no bytecode"),
        *against("untouched", "bare client, boto3 as installed"),
    ]


def get_item(project: Path) -> Function:
    """The function of a built project, with its event."""
    event = json.loads((project / "events" / "get-item" / "happy.json").read_text(encoding="utf-8"))
    return Function(project / "dist" / "get-item", OURS, event, VARIABLES)


def rows(ours: tuple[str, list[Start]], base: tuple[str, list[Start]], goal: float | None = None) -> list[Row]:
    """A row for each part of a start; the answer has no goal: it shows what was only put off."""

    def series(named: tuple[str, list[Start]], part: str, title: str) -> Series:
        name, starts = named
        return Series(f"{name}{title}", [getattr(each, part) for each in starts], "ms")

    return [
        compared(series(ours, part, f": {title}"), series(base, part, ""), None if part == "answer" else goal)
        for part, title in PARTS.items()
    ]
