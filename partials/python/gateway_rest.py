"""The REST API's events and answers, as its proxy integration has them."""

import os
from base64 import b64decode
from collections.abc import Callable
from typing import Any

{% if with_auth %}
from .caller import caller_of
{% endif %}
from .request import Request
from .response import Response


def read(event: dict[str, Any], remaining_ms: Callable[[], int]) -> Request:
    """The request in an event. What is absent comes as null, header names as the client wrote them."""
    body = event["body"] or ""
    return Request(
        id=event["requestContext"]["requestId"],
        url=event["requestContext"]["path"],
        path=event["pathParameters"] or {},
        query=event["queryStringParameters"] or {},
        headers={name.lower(): value for name, value in (event["headers"] or {}).items()},
        remaining_ms=remaining_ms,
        body=b64decode(body) if event["isBase64Encoded"] else body.encode(),
{% if with_auth %}
        caller=caller_of(event),
{% endif %}
    )


def write(response: Response) -> dict[str, Any]:
    """The answer as the gateway takes it, with the CORS headers that a REST API leaves to the function."""
    cors = {
        "Access-Control-Allow-Origin": os.environ["CORS_ALLOW_ORIGIN"],
        "Access-Control-Expose-Headers": "ETag,Location,Retry-After",
    }
    return {"statusCode": response.status, "headers": {**response.headers, **cors}, "body": response.body}
