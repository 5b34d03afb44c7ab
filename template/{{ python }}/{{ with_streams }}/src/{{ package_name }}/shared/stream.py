"""What makes a Lambda handler of a function that works on one record of a stream, in the stream's order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from .batch import work_through
from .idempotency import once
from .observability import logger, metrics

# What Lambda calls: with an event and its context.
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


@dataclass(frozen=True)
class ShardRecord:
    """A record of a shard: its sequence number, and the key that stays the same when it is delivered again."""

    id: str
    key: str

    @property
    def group(self) -> str:
        """All records of a batch are of one shard: after the first failure everything comes again in its order."""
        return ""

    @property
    def correlation_id(self) -> str:
        return self.id


Record = TypeVar("Record", bound=ShardRecord)


def stream_worker(
    name: str, records_of: Callable[[dict[str, Any], Any], Iterable[Record]]
) -> Callable[[Callable[[Record], str]], Handler]:
    """The handler of the function `name`, which does each of an event's records once by the decorated function."""

    def decorate(work: Callable[[Record], str]) -> Handler:
        @wraps(work)
        @logger.inject_lambda_context(clear_state=True)
        @metrics.log_metrics(capture_cold_start_metric=True)
        def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
            remaining_ms = context.get_remaining_time_in_millis

            def work_once(record: Record) -> None:
                once(f"{name}#{record.key}", lambda: work(record), remaining_ms())

            return work_through(records_of(event, context), work_once, remaining_ms)

        return handler

    return decorate
