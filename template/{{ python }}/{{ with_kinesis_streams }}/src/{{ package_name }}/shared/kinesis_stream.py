"""Records of Kinesis streams, and what makes a Lambda handler of a function that works on one."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from .messages import decode
from .stream import Handler, ShardRecord, stream_worker

Content = TypeVar("Content")


@dataclass(frozen=True)
class Record(ShardRecord):
    """A record as its producer put it; those with the same partition key come in their order."""

    partition_key: str
    data: bytes

    def read(self, content_type: type[Content]) -> Content:
        """The data as `content_type`. Raises InvalidError unless it is JSON and valid."""
        return decode(self.data, content_type)


def kinesis_stream_worker(name: str) -> Callable[[Callable[[Record], str]], Handler]:
    """The handler of the function `name`, which does each record once by the decorated function."""
    return stream_worker(name, _records)


def _records(event: dict[str, Any], _: object) -> Iterator[Record]:
    for record in event["Records"]:
        content = record["kinesis"]
        yield Record(
            id=content["sequenceNumber"],
            # Sequence numbers are unique within a shard only; this names the shard, too.
            key=record["eventID"],
            partition_key=content["partitionKey"],
            data=b64decode(content["data"]),
        )
