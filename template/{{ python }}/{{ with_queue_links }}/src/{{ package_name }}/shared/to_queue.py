"""Sends messages to SQS queues."""

import os
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

from .aws import CONFIG
from .sender import Content, Outgoing, entry_of, send_all

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient


@cache
def sqs() -> "SQSClient":
    """The SQS client, made when it is first needed."""
    return boto3.client("sqs", config=CONFIG)


def send_to_queue(variable: str, messages: Sequence[Outgoing[Content]], *, fifo: bool) -> None:
    """Send to the queue whose URL is in the environment variable. Raises what `send_all` does, and TooLargeError."""

    def call(entries: Any) -> Any:
        return sqs().send_message_batch(QueueUrl=os.environ[variable], Entries=entries)

    send_all(call, [entry_of("MessageBody", message, fifo=fifo) for message in messages])
