"""Events to the account's default bus."""

import json
from typing import Any

import boto3

from local.running import Running


def knows(event: dict[str, Any]) -> bool:
    return "detail-type" in event and event["source"] != "aws.s3"


def send(_: Running, __: str, event: dict[str, Any]) -> str:
    entry = {"Source": event["source"], "DetailType": event["detail-type"], "Detail": json.dumps(event["detail"])}
    put = boto3.client("events").put_events(Entries=[entry])["Entries"][0]
    return f"event {put['EventId']} is on the bus"
