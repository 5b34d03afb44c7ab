"""The REST API's events are read, and its answers written, as the proxy integration has them."""

from base64 import b64encode
from typing import Any

from {{ package_name }}.shared import gateway
from {{ package_name }}.shared.request import Request
from {{ package_name }}.shared.response import Response

from invoke import load
from local_aws import ENVIRONMENT

EVENT = load("{{ functions_by_kind['create'][0].name }}/happy")


def read(event: dict[str, Any]) -> Request:
    return gateway.read(event, lambda: 15_000)


def test_reads_the_parts() -> None:
    request = read(load("{{ functions_by_kind['update'][0].name }}/happy"))
    assert request.path == {"id": "11111111-1111-4111-8111-111111111111"}
    assert request.headers["if-match"] == '"1"'
    assert request.url == "/live{{ functions_by_kind['update'][0].entity.path }}/11111111-1111-4111-8111-111111111111"
    assert request.query == {}
    assert request.id == EVENT["requestContext"]["requestId"]


def test_reads_encoded_bodies() -> None:
    encoded = b64encode(EVENT["body"].encode()).decode()
    assert read(EVENT | {"body": encoded, "isBase64Encoded": True}).body == EVENT["body"].encode()


def test_reads_null_as_empty() -> None:
    request = read(EVENT | {"body": None, "headers": None, "queryStringParameters": None})
    assert (request.body, request.headers, request.query) == (b"", {}, {})


def test_writes_answers_with_cors() -> None:
    headers = gateway.write(Response(404))["headers"]
    assert headers["Access-Control-Allow-Origin"] == ENVIRONMENT["CORS_ALLOW_ORIGIN"]
    assert "ETag" in headers["Access-Control-Expose-Headers"]
