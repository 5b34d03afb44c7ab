"""What a function costs and how long it takes with more and with less memory: `make tune` runs this.

A version is published for each size, the memory is put back, and then each version is called with the same event.
"""

import argparse
import json
import re
import signal
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tune_results import Result, picture, table
from tune_versions import versions

ROOT = Path(__file__).parent.parent
# Lambda takes from 128 to 10,240 MB; from 1,769 MB on a function has a whole processor.
SIZES = [128, 256, 512, 1024, 1769, 3008]
REPORT = {
    "billed": re.compile(r"\tBilled Duration: ([\d.]+) ms"),
    "used": re.compile(r"\tMax Memory Used: ([\d.]+) MB"),
    "init": re.compile(r"\tInit Duration: ([\d.]+) ms"),
}
IN_JSON = {"billed": "billedDurationMs", "used": "maxMemoryUsedMB", "init": "initDurationMs"}


class TuneError(Exception):
    """Why nothing can be measured, for a person."""


def main(words: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, stop)
    asked = arguments(words)
    event = (ROOT / "events" / f"{asked.case}.json").read_bytes()
    function = asked.case.partition("/")[0]
    try:
        found = boto3.client("cloudformation").describe_stack_resource(
            StackName=asked.stack, LogicalResourceId=asked.logical_id
        )
        name = found["StackResourceDetail"]["PhysicalResourceId"]
        client: Any = boto3.client("lambda", config=Config(read_timeout=910, retries={"total_max_attempts": 1}))
        with versions(client, name, asked.sizes) as published:
            results = [
                measured(size, calls(client, name, version, event, asked.times)) for size, version in published.items()
            ]
    except (BotoCoreError, ClientError, TuneError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped: the memory is what it was.\n")
        return 130
    print(table(results))
    path = ROOT / ".local" / f"tune-{function}.svg"
    path.parent.mkdir(exist_ok=True)
    path.write_text(picture(f"{asked.case}, {asked.times} times each", results), encoding="utf-8")
    print(f"{path.relative_to(ROOT)} is a picture of it.")
    return 0


def stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make tune", add_help=False)
    parser.add_argument("stack")
    parser.add_argument("logical_id")
    parser.add_argument("case")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=20)
    return parser.parse_args(words)


def measured(size: int, reports: Iterable[dict[str, float]]) -> Result:
    """Of all calls of a size; one that starts the function counts as a start."""
    result = Result(size)
    for report in reports:
        result.used = max(result.used, report["used"])
        (result.starts if report["init"] else result.runs).append(report["billed"])
    if not result.runs:
        raise TuneError(f"With {size} MB each call started the function anew: say TIMES=NUMBER with a larger one.")
    sys.stderr.write(f"{size} MB is measured.\n")
    return result


def calls(client: Any, name: str, version: str, event: bytes, times: int) -> Iterator[dict[str, float]]:
    """What Lambda reports of each call. The first one is to start the function, so there is one more."""
    for _ in range(times + 1):
        answer = client.invoke(FunctionName=name, Qualifier=version, Payload=event, LogType="Tail")
        if "FunctionError" in answer:
            raise TuneError(f"The function fails: {answer['Payload'].read().decode()}")
        yield reported(b64decode(answer["LogResult"]).decode())


def reported(log: str) -> dict[str, float]:
    """What the last lines of a log say of a call, whether they are JSON or text."""
    for line in reversed(log.splitlines()):
        if line.startswith("REPORT "):
            found = {name: pattern.search(line) for name, pattern in REPORT.items()}
            return {name: float(each[1]) if each else 0.0 for name, each in found.items()}
        if line.startswith("{") and '"platform.report"' in line:
            metrics = json.loads(line)["record"]["metrics"]
            return {name: float(metrics.get(word, 0)) for name, word in IN_JSON.items()}
    raise TuneError("Lambda's log has no report of the call: is the level of its own log below INFO?")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
