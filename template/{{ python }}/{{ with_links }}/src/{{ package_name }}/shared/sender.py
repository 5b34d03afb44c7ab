"""Sends messages in batches: what is too large is refused before anything is sent, what fails is tried again."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from .aws import unavailable_when_aws_is
from .errors import InvalidError, TooLargeError, UnavailableError
from .observability import logger

Content = TypeVar("Content", bound=msgspec.Struct)
Entry = dict[str, Any]

# The quotas of SQS and SNS: ten messages in a batch, and 1 MiB for a message as for a batch, attributes included.
MAX_ENTRIES = 10
MAX_BYTES = 1024 * 1024
ATTEMPTS = 3

_KEY = "idempotency-key"
_CORRELATION = "correlation-id"


@dataclass(frozen=True)
class Outgoing(Generic[Content]):
    """A message to send.

    `key` is the same whenever the same message is sent: who receives it does it once. In a FIFO queue, messages of one
    `group` arrive in their order; it has at most 128 visible ASCII characters.
    """

    content: Content
    key: str
    group: str = "all"


def entry_of(body: str, message: Outgoing[Content], *, fifo: bool) -> Entry:
    """The message as a batch has it, its content under the name `body`. Raises TooLargeError."""
    entry: Entry = {
        body: msgspec.json.encode(message.content).decode(),
        "MessageAttributes": _attributes(message.key),
    }
    if fifo:
        entry |= {
            "MessageGroupId": message.group,
            "MessageDeduplicationId": hashlib.sha256(message.key.encode()).hexdigest(),
        }
    if _size(entry) > MAX_BYTES:
        raise TooLargeError(f"The message is over {MAX_BYTES} bytes: store it, and send where it is.")
    return entry


def send_all(call: Callable[[Any], Any], entries: list[Entry]) -> None:
    """Send all, ten at a time; those of a batch that failed are sent again.

    Raises TooLargeError before anything is sent, InvalidError for a message that AWS refuses, and UnavailableError when
    some are not sent after three attempts. The others are sent then; whoever sends all of them again does no harm.
    """
    for batch in _batches(entries):
        waiting = {str(number): entry for number, entry in enumerate(batch)}
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.1 * 2**attempt)
            with unavailable_when_aws_is():
                failed = call([{"Id": number, **entry} for number, entry in waiting.items()]).get("Failed", [])
            if refused := [each["Code"] for each in failed if each["SenderFault"]]:
                raise InvalidError([], f"AWS refused a message: {refused[0]}")
            waiting = {each["Id"]: waiting[each["Id"]] for each in failed}
            if not waiting:
                break
        else:
            raise UnavailableError(f"{len(waiting)} messages are not sent.")


def _batches(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Batches within the quotas. Of a FIFO group each batch has one message: else a failed one would arrive last."""
    batch: list[Entry] = []
    for entry in entries:
        full = len(batch) == MAX_ENTRIES or sum(map(_size, [*batch, entry])) > MAX_BYTES
        groups = [each.get("MessageGroupId", "") for each in batch]
        if batch and (full or entry.get("MessageGroupId") in groups):
            yield batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch


def _attributes(key: str) -> dict[str, dict[str, str]]:
    """The key, and what the logs of who receives the message are found by together with ours."""
    texts = {_KEY: key, _CORRELATION: logger.get_correlation_id()}
    return {name: {"DataType": "String", "StringValue": text} for name, text in texts.items() if text}


def _size(entry: Entry) -> int:
    """What SQS and SNS count: the body, and each attribute's name, type and value."""
    body = entry.get("MessageBody") or entry["Message"]
    texts = [text for name, value in entry["MessageAttributes"].items() for text in (name, *value.values())]
    return sum(len(text.encode()) for text in (body, *texts))
