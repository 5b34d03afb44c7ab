"""Changes of a table, as its stream tells them, and what makes a Lambda handler of a function that works on one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from .codec import from_item
from .errors import InvalidError
from .observability import logger
from .stream import Handler, ShardRecord, stream_worker
from .table import CORRELATION, WRITER

Struct = TypeVar("Struct")


@dataclass(frozen=True)
class Inserted(Generic[Struct]):
    """A record that is new."""

    record: Struct


@dataclass(frozen=True)
class Modified(Generic[Struct]):
    """A record as it was before the change, and as it was after it."""

    old: Struct
    record: Struct


@dataclass(frozen=True)
class Removed(Generic[Struct]):
    """A record as it was before somebody removed it, or its time to live ended."""

    record: Struct


@dataclass(frozen=True)
class Change(ShardRecord):
    """A change as DynamoDB delivered it, with the record's attribute values before and after it."""

    old: dict[str, Any] | None
    new: dict[str, Any] | None

    @property
    def correlation_id(self) -> str:
        """What the writer's logs have, too; its own id, where the writer told none, as of a record that is removed."""
        return (self.new or {}).get(CORRELATION, {}).get("S") or self.id

    def read(self, struct_type: type[Struct]) -> Inserted[Struct] | Modified[Struct] | Removed[Struct]:
        """What happened, with records of `struct_type`. Raises InvalidError unless they are valid."""
        try:
            if self.old is None:
                return Inserted(from_item(self.new or {}, struct_type))
            if self.new is None:
                return Removed(from_item(self.old, struct_type))
            return Modified(from_item(self.old, struct_type), from_item(self.new, struct_type))
        except msgspec.ValidationError as error:
            raise InvalidError([], f"The record is not valid: {error}") from error


def table_stream_worker(name: str) -> Callable[[Callable[[Change], str]], Handler]:
    """The handler of the function `name`, which does each change once by the decorated function.

    What the function itself wrote is no change to it, even if the filter of its trigger should let it pass.
    """
    return stream_worker(name, _changes)


def _changes(event: dict[str, Any], context: Any) -> Iterator[Change]:
    for record in event["Records"]:
        images = record["dynamodb"]
        change = Change(
            id=images["SequenceNumber"],
            key=record["eventID"],
            old=images.get("OldImage"),
            new=images.get("NewImage"),
        )
        if (change.new or {}).get(WRITER) == {"S": context.function_name}:
            logger.info("skipped what the function itself wrote", key=change.key)
        else:
            yield change
