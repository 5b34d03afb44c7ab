"""The HTTP API's events and answers, in payload format 2.0."""

from base64 import b64decode
from typing import Any

from .request import Request
from .response import Response


def read(event: dict[str, Any]) -> Request:
    """The request in an event. Header names come in lower case."""
    body = event.get("body", "")
    return Request(
        id=event["requestContext"]["requestId"],
        url=event["rawPath"],
        path=event.get("pathParameters", {}),
        query=event.get("queryStringParameters", {}),
        headers=event["headers"],
        body=b64decode(body) if event["isBase64Encoded"] else body.encode(),
    )


def write(response: Response) -> dict[str, Any]:
    """The answer as the gateway takes it; the gateway adds the CORS headers."""
    return {"statusCode": response.status, "headers": dict(response.headers), "body": response.body}
