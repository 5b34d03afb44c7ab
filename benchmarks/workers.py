"""INIT and size of each kind of worker, against a bare handler with the same clients."""

import json
from functools import partial
from pathlib import Path

from harness import space

from .artefacts import zipped_bytes
from .built import Built, package
from .projects import Lambda
from .report import Row, Series, compared
from .start import Function, start
from .timing import interleaved

GOAL = 1.2
MEGABYTE = 1_000_000
# Every kind of worker that has a source of its own.
ANSWERS = {"api": "none", **space.answers({kind: "some" for kind in space.KINDS if kind != "topics"})}
# A function of each kind, with an event for which there need be nothing in S3.
KINDS = {
    "queue": "process-emails/happy",
    "FIFO queue": "process-invoices/happy",
    "table stream": "on-items-changed/happy",
    "Kinesis stream": "consume-clicks/happy",
    "event": "on-order-shipped/happy",
    "schedule": "heartbeat/happy",
    "upload": "process-documents-upload/own-write",
}
VARIABLES = {
    "DOCUMENTS_BUCKET_NAME": "documents",
    "IDEMPOTENCY_TABLE_NAME": "idempotency",
    "ITEMS_TABLE_NAME": "items",
    "POWERTOOLS_METRICS_NAMESPACE": "my-service",
    "POWERTOOLS_SERVICE_NAME": "my-service",
}
PARTS = {"init": "INIT", "processor": "processor time of INIT and first event"}


def measure(built: Built, template: Path, target: Lambda, folder: Path, rounds: int) -> list[Row]:
    """Rows of milliseconds, and of megabytes."""
    project = package(template, folder, target, ANSWERS)
    packages, candidates = {}, {}
    for kind, case in KINDS.items():
        name = case.partition("/")[0]
        event = json.loads((project / "events" / f"{case}.json").read_text(encoding="utf-8"))
        packages[kind] = project / "dist" / name
        ours = Function(packages[kind], f"my_service.handlers.{name.replace('-', '_')}.handler", event, VARIABLES)
        candidates[kind] = partial(start, ours, target.python, built.client)
    for handler in ("worker", "worker_s3"):
        bare = Function(built.bare, f"handlers.{handler}.handler", {}, VARIABLES)
        candidates[handler] = partial(start, bare, target.python, built.client)
    starts = interleaved(candidates, rounds)
    rows = []
    for kind in KINDS:
        handler, clients = ("worker_s3", "DynamoDB and S3") if kind == "upload" else ("worker", "DynamoDB")
        rows += [
            compared(
                Series(f"{kind}: {title}", [getattr(each, part) for each in starts[kind]], "ms"),
                Series(f"bare clients of {clients}", [getattr(each, part) for each in starts[handler]], "ms"),
                GOAL,
            )
            for part, title in PARTS.items()
        ]
    sizes = [zipped_bytes(each) / MEGABYTE for each in packages.values()]
    base = Series("boto3 alone, packaged like ours", [zipped_bytes(built.bare) / MEGABYTE] * len(sizes), "MB")
    return [*rows, compared(Series("artefact of each kind, zipped", sizes, "MB"), base, GOAL)]
