"""Events of EventBridge, and what makes a Lambda handler of a function that handles one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from .job import Handler, job
from .messages import convert

Content = TypeVar("Content")


@dataclass(frozen=True)
class Event:
    """An event as EventBridge delivered it; `key` stays the same when it is delivered again."""

    key: str
    source: str
    detail_type: str
    time: str
    detail: Any

    def read(self, content_type: type[Content]) -> Content:
        """The detail as `content_type`. Raises InvalidError unless it is valid."""
        return convert(self.detail, content_type)


def event_worker(name: str) -> Callable[[Callable[[Event], str]], Handler]:
    """The handler of the function `name`, which does each event once by the decorated function."""

    def decorate(work: Callable[[Event], str]) -> Handler:
        return job(name, _event, lambda event, _: work(event))

    return decorate


def _event(event: dict[str, Any]) -> tuple[str, Event]:
    return event["id"], Event(event["id"], event["source"], event["detail-type"], event["time"], event["detail"])
