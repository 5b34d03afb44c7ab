"""Changes of a table: a new record is put under an id of its own."""

import uuid
from typing import Any

import boto3

from local.running import Running


def knows(event: dict[str, Any]) -> bool:
    return any(record.get("eventSource") == "aws:dynamodb" for record in event.get("Records", []))


def send(service: Running, function: str, event: dict[str, Any]) -> str:
    table = service.sources[function].split("/")[1]
    return "\n".join(change(table, record["eventName"], record["dynamodb"]) for record in event["Records"])


def change(table: str, name: str, record: dict[str, Any]) -> str:
    dynamodb = boto3.client("dynamodb")
    if name == "REMOVE":
        dynamodb.delete_item(TableName=table, Key=record["Keys"])
        return f"record {record['Keys']['id']['S']} is gone from {table}"
    # The emulator keeps back what nobody says to have written.
    item = {"#writer": {"S": "make send"}, **record["NewImage"]}
    if name == "INSERT":
        item["id"] = {"S": str(uuid.uuid4())}
    dynamodb.put_item(TableName=table, Item=item)
    return f"record {item['id']['S']} is in {table}"
