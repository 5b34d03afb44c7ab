"""What single choices cost at a function's start: `python -m benchmarks imports`."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import yaml
from harness.source import HOOKS

from . import artefacts
from .built import runtime_client
from .projects import Lambda
from .report import Row, Series, compared
from .start import Function, Start, start
from .timing import interleaved

PYDANTIC = "2.14.3"
EVENT = {
    "version": "2.0",
    "rawPath": "/items/1",
    "rawQueryString": "",
    "headers": {},
    "requestContext": {"http": {"method": "GET", "path": "/items/1"}, "requestId": "1", "stage": "$default"},
    "pathParameters": {"id": "1"},
    "body": json.dumps({"name": "An example", "description": "Long enough"}),
    "isBase64Encoded": False,
}
VARIABLES = {"POWERTOOLS_SERVICE_NAME": "measured", "POWERTOOLS_METRICS_NAMESPACE": "measured"}

# The files of handlers/. The first of each group is what the others are divided by.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("client", "bare", "table_resource", "botocore_client", "rare_collection"),
    ("by_hand", "by_msgspec", "by_pydantic"),
    ("client", "logger", "logger_metrics", "logger_metrics_resolver", "logger_metrics_tracer"),
    ("logger_metrics", "logger_metrics_idempotency", "logger_metrics_batch"),
)


def requirements() -> list[str]:
    """What the handlers import, in the versions that projects start from."""
    pins = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))["python"]
    powertools = f"aws-lambda-powertools[tracer]=={pins['aws-lambda-powertools']}"
    return [f"boto3=={pins['boto3']}", f"msgspec=={pins['msgspec']}", f"pydantic=={PYDANTIC}", powertools]


def measure(target: Lambda, folder: Path, rounds: int) -> list[Row]:
    """Rows of milliseconds: INIT, and the processor time of INIT and first answer, which noise disturbs less."""
    client = runtime_client(folder, target)
    built = _build(folder / "trimmed", target, trimmed=True)
    packages = {
        "client": built,
        "client, no bytecode": artefacts.without_bytecode(built, folder / "plain"),
        "client, all services described": _build(folder / "whole", target, trimmed=False),
    }

    def starts(package: Path, name: str) -> Callable[[], Start]:
        function = Function(package, f"handlers.{name}.handler", EVENT, VARIABLES)
        return partial(start, function, target.python, client)

    rows = []
    for group in GROUPS:
        rows += _rows({name: starts(built, name) for name in group}, rounds)
    return rows + _rows({name: starts(package, "client") for name, package in packages.items()}, rounds)


def _build(folder: Path, target: Lambda, *, trimmed: bool) -> Path:
    artefacts.install(folder, target.python, requirements())
    artefacts.add_handlers(folder)
    if trimmed:
        artefacts.trim(folder, ("dynamodb", "xray"))
    artefacts.compile_bytecode(folder, target.python)
    return folder


def _rows(candidates: Mapping[str, Callable[[], Start]], rounds: int) -> list[Row]:
    base, *others = candidates
    starts = interleaved(candidates, rounds)

    def row(name: str, title: str, part: str) -> Row:
        ours, bases = ([getattr(each, part) for each in starts[of]] for of in (name, base))
        return compared(Series(f"{name}: {title}", ours, "ms"), Series(base, bases, "ms"))

    return [
        row(name, title, part) for name in others for part, title in (("init", "INIT"), ("processor", "processor time"))
    ]
