"""Tests of the service as its clients see it: STACK_NAME says which stack, the settings of AWS's SDK where it is."""

import json
import os
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import boto3
import pytest

from local.running import EVENTS, Running

DEADLINE_SECONDS = float(os.environ.get("E2E_DEADLINE_SECONDS", "60"))
POLL_SECONDS = 0.3

needs_aws = pytest.mark.skipif("AWS_ENDPOINT_URL" in os.environ, reason="The emulator does not do this: it needs AWS.")

Seen = TypeVar("Seen")


@cache
def service() -> Running:
    return Running(os.environ["STACK_NAME"])


def functions_with(knows: Callable[[dict[str, Any]], bool]) -> list[str]:
    """The functions whose events are of a kind."""
    return [folder.name for folder in sorted(EVENTS.iterdir()) if knows(event(folder.name, "happy"))]


def event(function: str, case: str) -> dict[str, Any]:
    return dict(json.loads((EVENTS / function / f"{case}.json").read_text(encoding="utf-8")))


def done(function: str) -> dict[str, Any]:
    """What a function has done, by its keys: the marks of the idempotency table."""
    scan = boto3.client("dynamodb").get_paginator("scan")
    pages = scan.paginate(
        TableName=service().outputs["IdempotencyTableName"],
        FilterExpression="begins_with(id, :function) AND attribute_exists(outcome)",
        ExpressionAttributeValues={":function": {"S": f"{function}#"}},
        ConsistentRead=True,
    )
    return {item["id"]["S"].partition("#")[2]: item for page in pages for item in page["Items"]}


def eventually(look: Callable[[], Seen], wanted: Callable[[Seen], bool], what: str) -> Seen:
    """What `look` sees as soon as it is what is wanted; the test fails when that takes too long."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not wanted(seen := look()):
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {DEADLINE_SECONDS:.0f} s. Seen last: {seen}", pytrace=False)
        time.sleep(POLL_SECONDS)
    return seen
