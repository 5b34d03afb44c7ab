"""The HTTP API's events and answers, in payload format 2.0."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

{% if with_auth %}
from .caller import caller_of
{% endif %}
from .request import Request
from .response import Response


def read(event: dict[str, Any], remaining_ms: Callable[[], int]) -> Request:
    """The request in an event. Header names come in lower case from AWS, in any from `sam local`."""
    body = event.get("body") or ""
    return Request(
        id=event["requestContext"]["requestId"],
        url=event["rawPath"],
        path=event.get("pathParameters") or {},
        query=event.get("queryStringParameters") or {},
        headers={name.lower(): value for name, value in event["headers"].items()},
        remaining_ms=remaining_ms,
        body=b64decode(body) if event["isBase64Encoded"] else body.encode(),
{% if with_auth %}
        caller=caller_of(event),
{% endif %}
    )


def write(response: Response) -> dict[str, Any]:
    """The answer as the gateway takes it; the gateway adds the CORS headers."""
    return {"statusCode": response.status, "headers": dict(response.headers), "body": response.body}
