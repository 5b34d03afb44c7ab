"""Messages of SQS queues, and what makes a Lambda handler of a function that works on one message."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from .batch import work_through
from .idempotency import once
from .messages import decode
from .observability import logger, metrics

Content = TypeVar("Content")

# What Lambda calls: with an event and its context.
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


@dataclass(frozen=True)
class Message:
    """A message as SQS delivered it, for the so-many-th time if `received` is above 1.

    `key` stays the same when its sender, or SQS, delivers the message again. `group` is the FIFO queue's message group;
    in a standard queue each message is a group of its own.
    """

    id: str
    key: str
    group: str
    received: int
    attributes: dict[str, str]
    body: str

    @property
    def correlation_id(self) -> str:
        """What the sender's logs have, too; its own id, where the sender told none."""
        return self.attributes.get("correlation-id", self.id)

    def read(self, content_type: type[Content]) -> Content:
        """The body as `content_type`. Raises InvalidError unless it is JSON and valid."""
        return decode(self.body, content_type)


def queue_worker(name: str) -> Callable[[Callable[[Message], str]], Handler]:
    """The handler of the function `name`, which does each message once by the decorated function."""

    def decorate(work: Callable[[Message], str]) -> Handler:
        @wraps(work)
        @logger.inject_lambda_context(clear_state=True)
        @metrics.log_metrics(capture_cold_start_metric=True)
        def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
            remaining_ms = context.get_remaining_time_in_millis

            def work_once(message: Message) -> None:
                once(f"{name}#{message.key}", lambda: work(message), remaining_ms())

            return work_through(map(_message, event["Records"]), work_once, remaining_ms)

        return handler

    return decorate


def _message(record: dict[str, Any]) -> Message:
    sent = record.get("messageAttributes") or {}
    attributes = {name: value["stringValue"] for name, value in sent.items() if "stringValue" in value}
    return Message(
        id=record["messageId"],
        key=attributes.get("idempotency-key", record["messageId"]),
        group=record["attributes"].get("MessageGroupId", record["messageId"]),
        received=int(record["attributes"]["ApproximateReceiveCount"]),
        attributes=attributes,
        body=record["body"],
    )
