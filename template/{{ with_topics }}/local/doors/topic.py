"""Messages to a topic: what the event of a queue that it feeds says."""

import uuid
from typing import Any

import boto3


def queue_fed_by(topic: str) -> str:
    """The name of a queue that a topic feeds."""
    found = boto3.client("sns").list_subscriptions_by_topic(TopicArn=topic)
    return str(min(each["Endpoint"] for each in found["Subscriptions"]).rpartition(":")[2])


def send(topic: str, event: dict[str, Any]) -> str:
    sns: Any = boto3.client("sns")
    fifo = {"MessageGroupId": "first"} if topic.endswith(".fifo") else {}
    once = {"MessageDeduplicationId": str(uuid.uuid4())} if fifo else {}
    sent = [
        sns.publish(TopicArn=topic, Message=record["body"], **fifo, **once)["MessageId"] for record in event["Records"]
    ]
    return "\n".join(f"message {message_id} is published" for message_id in sent)
