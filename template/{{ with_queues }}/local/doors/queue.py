"""Messages to a queue."""

import uuid
from typing import Any

import boto3

from local.running import Running


def knows(event: dict[str, Any]) -> bool:
    return any(record.get("eventSource") == "aws:sqs" for record in event.get("Records", []))


def send(service: Running, function: str, event: dict[str, Any]) -> str:
    sqs: Any = boto3.client("sqs")
    name = service.sources[function].rpartition(":")[2]
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    sent = [
        sqs.send_message(QueueUrl=url, MessageBody=record["body"], **fifo(record))["MessageId"]
        for record in event["Records"]
    ]
    return "\n".join(f"message {message_id} is in {name}" for message_id in sent)


def fifo(record: dict[str, Any]) -> dict[str, str]:
    """What a FIFO queue wants to know; each message is a new one."""
    group = record["attributes"].get("MessageGroupId")
    return {"MessageGroupId": group, "MessageDeduplicationId": str(uuid.uuid4())} if group else {}
