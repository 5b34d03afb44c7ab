"""Sends messages to SNS topics."""

import os
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

from .aws import CONFIG
from .sender import Content, Outgoing, entry_of, send_all

if TYPE_CHECKING:
    from types_boto3_sns import SNSClient


@cache
def sns() -> "SNSClient":
    """The SNS client, made when it is first needed."""
    return boto3.client("sns", config=CONFIG)


def send_to_topic(variable: str, messages: Sequence[Outgoing[Content]], *, fifo: bool) -> None:
    """Send to the topic whose ARN is in the environment variable. Raises what `send_all` does, and TooLargeError."""

    def call(entries: Any) -> Any:
        return sns().publish_batch(TopicArn=os.environ[variable], PublishBatchRequestEntries=entries)

    send_all(call, [entry_of("Message", message, fifo=fifo) for message in messages])
