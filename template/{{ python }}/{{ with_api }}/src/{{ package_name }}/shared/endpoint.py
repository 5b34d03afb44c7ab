"""Makes a Lambda handler of a function from request to answer: the one place for logs, metrics and errors."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from . import gateway
from .errors import ServiceError, UnavailableError
from .observability import count, logger, metrics
from .request import Request
from .response import Response, answer_failure, answer_problem

_OUTCOMES = {4: "Rejected", 5: "Failed"}

# What Lambda calls: with an event and its context.
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def endpoint(operation: Callable[[Request], Response]) -> Handler:
    """The handler that answers by `operation`; whatever it raises becomes a problem document."""

    @wraps(operation)
    @logger.inject_lambda_context(clear_state=True)
    @metrics.log_metrics(capture_cold_start_metric=True)
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        response = _respond(operation, event, context)
        count(_OUTCOMES.get(response.status // 100, "Succeeded"))
        logger.info("answered", status=response.status, remaining_ms=context.get_remaining_time_in_millis())
        return gateway.write(response)

    return handler


def _respond(operation: Callable[[Request], Response], event: dict[str, Any], context: Any) -> Response:
    request_id = context.aws_request_id
    try:
        request = gateway.read(event, context.get_remaining_time_in_millis)
        request_id = request.id
        logger.set_correlation_id(request_id)
        return operation(request)
    except ServiceError as error:
        if isinstance(error, UnavailableError):
            logger.warning("AWS is not available", exc_info=error)
        return answer_problem(error, request_id)
    except Exception:
        logger.exception("unexpected error")
        return answer_failure(request_id)
