"""INIT of the project's get-item against a bare handler with a client of DynamoDB."""

import json
from functools import partial
from pathlib import Path

from .artefacts import without_bytecode
from .built import Built
from .projects import Lambda
from .report import Row, Series, compared
from .start import Function, start
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
    event = json.loads((built.project / "events" / "get-item" / "happy.json").read_text(encoding="utf-8"))
    packages = {
        "get-item": (built.function, OURS),
        "bare": (built.bare, BARE),
        "get-item, no bytecode": (without_bytecode(built.function, folder / "ours-plain"), OURS),
        "bare, no bytecode": (without_bytecode(built.bare, folder / "bare-plain"), BARE),
        "untouched": (built.untouched, BARE),
    }
    candidates = {
        name: partial(start, Function(package, handler, event, VARIABLES), target.python, built.client)
        for name, (package, handler) in packages.items()
    }
    starts = interleaved(candidates, rounds)

    def rows(ours: str, bare: str, title: str, goal: float | None = None) -> list[Row]:
        return [
            compared(
                Series(f"{ours}: {name}", [getattr(each, part) for each in starts[ours]], "ms"),
                Series(title, [getattr(each, part) for each in starts[bare]], "ms"),
                None if part == "answer" else goal,
            )
            for part, name in PARTS.items()
        ]

    return [
        *rows("get-item", "bare", "bare client, packaged like ours", GOAL),
        *rows("get-item, no bytecode", "bare, no bytecode", "bare client, no bytecode either"),
        *rows("get-item", "untouched", "bare client, boto3 as installed"),
    ]
