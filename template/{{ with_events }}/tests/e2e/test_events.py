"""A rule fires on its event, and not on another."""

import json
import uuid

import boto3
import pytest

from e2e import done, event, eventually, functions_with
from local.doors import event as door

FUNCTIONS = functions_with(door.knows)


def put(function: str, **differs: str) -> str:
    """Put the event of a function on the bus, and give its id."""
    happy = event(function, "happy")
    entry = {"Source": happy["source"], "DetailType": happy["detail-type"], "Detail": json.dumps(happy["detail"])}
    put = boto3.client("events").put_events(Entries=[{**entry, **differs}])
    return str(put["Entries"][0]["EventId"])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_event_is_done_and_no_other(function: str) -> None:
    others = [put(function, Source=f"other.{uuid.uuid4()}"), put(function, DetailType="Something else")]
    own = put(function)
    keys = eventually(lambda: set(done(function)), lambda keys: own in keys, f"{function} has done {own}")
    assert not keys & set(others)
