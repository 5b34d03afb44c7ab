"""Records to a Kinesis stream."""

import base64
from typing import Any

import boto3

from local.running import Running


def knows(event: dict[str, Any]) -> bool:
    return any(record.get("eventSource") == "aws:kinesis" for record in event.get("Records", []))


def send(service: Running, function: str, event: dict[str, Any]) -> str:
    kinesis = boto3.client("kinesis")
    stream = service.sources[function].rpartition("/")[2]
    records = [record["kinesis"] for record in event["Records"]]
    put = [
        kinesis.put_record(
            StreamName=stream, Data=base64.b64decode(record["data"]), PartitionKey=record["partitionKey"]
        )
        for record in records
    ]
    return "\n".join(f"record {each['SequenceNumber']} is in {stream}" for each in put)
