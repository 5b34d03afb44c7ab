"""Runs by the clock: each scheduled time once, and one at a time."""

import uuid
from collections.abc import Callable
from datetime import datetime
from time import time
from typing import Any

import msgspec

from . import idempotency
from .job import Handler, job
from .messages import convert

# What is done when: the scheduled time, and what is the same whenever the run is repeated.
Run = Callable[[datetime, str], str]


class _Input(msgspec.Struct):
    """What the infrastructure makes the scheduler say."""

    scheduled_time: datetime


def scheduled(name: str) -> Callable[[Run], Handler]:
    """The handler of the function `name`, which runs the decorated function once for each scheduled time.

    While another run of the function is going on, UnavailableError is raised, so that Lambda tries again later. A run
    that crashed holds up the next one until its invocation must be over.
    """

    def decorate(run: Run) -> Handler:
        def work(moment: datetime, remaining_ms: int) -> str:
            lock, lease, now = f"{name}#running", str(uuid.uuid4()), time()
            idempotency.take(lock, lease, now, now + remaining_ms / 1000)
            try:
                return run(moment, moment.isoformat())
            finally:
                idempotency.give_back(lock, lease)

        return job(name, _moment, work)

    return decorate


def _moment(event: dict[str, Any]) -> tuple[str, datetime]:
    moment = convert(event, _Input).scheduled_time
    return moment.isoformat(), moment
