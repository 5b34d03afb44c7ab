"""Runs in a rendered project: its handlers, and plain loops over the same records, in turn. Prints seconds as JSON."""

import base64
import contextlib
import copy
import importlib
import io
import json
import sys
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

FUNCTIONS = {"queue": "process-emails", "Kinesis stream": "consume-clicks"}


def several(record: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """The same record with another id each."""
    records = [copy.deepcopy(record) for _ in range(count)]
    for number, each in enumerate(records):
        each.update({"messageId": f"{number}"} if "messageId" in each else {"eventID": f"shard:{number}"})
    return records


def body(record: dict[str, Any]) -> str | bytes:
    return base64.b64decode(record["kinesis"]["data"]) if "kinesis" in record else str(record["body"])


def ways(function: str, count: int) -> dict[str, Callable[[], object]]:
    """The handler, with marks in memory; and what anyone writes first: read each record, do its work."""
    invoke, fake = importlib.import_module("invoke"), importlib.import_module("fake_marks")
    module = function.replace("-", "_")
    handlers, logic, models = (
        importlib.import_module(f"my_service.{part}.{module}") for part in ("handlers", "logic", "models")
    )
    decode = importlib.import_module("my_service.shared.messages").decode
    idempotency = importlib.import_module("my_service.shared.idempotency")
    records = several(invoke.load(f"{function}/happy")["Records"][0], count)

    def handle() -> None:
        marks = fake.Marks()
        with mock.patch.multiple(idempotency, take=marks.take, mark=marks.mark, give_back=marks.give_back):
            answer = handlers.handler({"Records": records}, invoke.Context(function))
        assert answer == {"batchItemFailures": []}
        assert len(marks.done) == count

    def loop() -> None:
        for number, record in enumerate(records):
            logic.process(decode(body(record), models.Message), f"{number}")

    return {"handler": handle, "loop": loop}


def main(count: int, rounds: int) -> None:
    sys.path[:0] = ["src", "scripts", "tests"]
    importlib.import_module("local_aws").point_at("http://127.0.0.1:9")
    seconds: dict[str, dict[str, list[float]]] = {}
    for kind, function in FUNCTIONS.items():
        candidates = ways(function, count)
        seconds[kind] = {way: [] for way in candidates}
        for number in range(rounds + 1):
            for way, run in candidates.items():
                start = time.perf_counter()
                with contextlib.redirect_stdout(io.StringIO()):
                    run()
                if number:
                    seconds[kind][way].append(time.perf_counter() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
