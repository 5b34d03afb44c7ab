"""One piece of work in one invocation: Lambda repeats what failed, and after the last attempt keeps it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from .failures import log_failure
from .idempotency import once
from .observability import count, logger, metrics

# Lambda passes an event and its context, and looks at nothing but whether the handler raises.
Handler = Callable[[dict[str, Any], Any], None]
Subject = TypeVar("Subject")


def job(
    name: str, read: Callable[[dict[str, Any]], tuple[str, Subject]], work: Callable[[Subject, int], str]
) -> Handler:
    """The handler of the function `name`: it reads an event's key and subject, and works on the subject once.

    `work` is told how many milliseconds are left. Whatever it raises is raised.
    """

    @wraps(work)
    @logger.inject_lambda_context(clear_state=True)
    @metrics.log_metrics(capture_cold_start_metric=True)
    def handler(event: dict[str, Any], context: Any) -> None:
        remaining_ms = context.get_remaining_time_in_millis()
        try:
            key, subject = read(event)
            logger.set_correlation_id(key)
            once(f"{name}#{key}", lambda: work(subject, remaining_ms), remaining_ms)
        except Exception as error:
            count("Failed")
            log_failure(error)
            raise
        count("Succeeded")
        logger.info("done", remaining_ms=context.get_remaining_time_in_millis())

    return handler
