"""The HTTP API's events are read, and its answers written, as payload format 2.0 has them."""

from base64 import b64encode
from typing import Any

from {{ package_name }}.shared import gateway
from {{ package_name }}.shared.request import Request
from {{ package_name }}.shared.response import Response

from invoke import load

EVENT = load("{{ functions_by_kind['create'][0].name }}/happy")


def read(event: dict[str, Any]) -> Request:
    return gateway.read(event, lambda: 15_000)


def test_reads_the_parts() -> None:
    request = read(load("{{ functions_by_kind['update'][0].name }}/happy"))
    assert request.path == {"id": "11111111-1111-4111-8111-111111111111"}
    assert request.headers["if-match"] == '"1"'
    assert request.url == "{{ functions_by_kind['update'][0].entity.path }}/11111111-1111-4111-8111-111111111111"
    assert request.query == {}
    assert request.id == EVENT["requestContext"]["requestId"]


def test_reads_header_names_in_any_case() -> None:
    request = read(EVENT | {"headers": {"Content-Type": "application/json"}})
    assert request.headers == {"content-type": "application/json"}


def test_reads_encoded_bodies() -> None:
    encoded = b64encode(EVENT["body"].encode()).decode()
    assert read(EVENT | {"body": encoded, "isBase64Encoded": True}).body == EVENT["body"].encode()


def test_reads_a_missing_body_as_empty() -> None:
    assert read({name: part for name, part in EVENT.items() if name != "body"}).body == b""


def test_writes_answers() -> None:
    answer = gateway.write(Response(200, "{}", {"ETag": '"1"'}))
    assert answer == {"statusCode": 200, "headers": {"ETag": '"1"'}, "body": "{}"}
