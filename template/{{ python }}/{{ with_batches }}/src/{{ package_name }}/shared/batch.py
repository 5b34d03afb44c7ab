"""Works through a batch record by record, and tells Lambda which records it has to send again."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol, TypeVar

from .failures import log_failure
from .observability import count, logger

# With less time than this no record is begun: its calls of AWS alone may take 12 seconds, and what Lambda cuts off at
# the timeout is lost to the log.
RESERVE_MS = 15_000


class Delivered(Protocol):
    """A record as its trigger delivered it: the id that Lambda knows it by, and the group whose order is kept.

    The logs of who caused it have its correlation id, too.
    """

    @property
    def id(self) -> str: ...

    @property
    def group(self) -> Hashable: ...

    @property
    def correlation_id(self) -> str: ...


Record = TypeVar("Record", bound=Delivered)


def work_through(
    records: Iterable[Record],
    work: Callable[[Record], None],
    remaining_ms: Callable[[], int],
) -> dict[str, Any]:
    """Do the work of each record; the answer names those that failed, and nothing that failed is ever left out of it.

    After a group's first failure its other records are not begun and named, too: they come again in their order. A
    record that is a group of its own, as in a standard queue, never holds up another. Time is watched: what would not
    finish before the timeout comes again.
    """
    failed: list[str] = []
    stopped: set[Hashable] = set()
    done = 0
    for record in records:
        if record.group not in stopped and remaining_ms() >= RESERVE_MS and _succeeds(record, work):
            done += 1
        else:
            stopped.add(record.group)
            failed.append(record.id)
    logger.info("worked through", done=done, failed=len(failed), remaining_ms=remaining_ms())
    count("Succeeded", done)
    count("Failed", len(failed))
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


def _succeeds(record: Record, work: Callable[[Record], None]) -> bool:
    logger.set_correlation_id(record.correlation_id)
    logger.append_keys(record_id=record.id)
    try:
        work(record)
    except Exception as error:  # noqa: BLE001 -- whatever it is, this record comes again and the others are not lost
        log_failure(error)
        return False
    return True
