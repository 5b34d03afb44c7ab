"""A client of the API."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from e2e import service

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What the API answers; headers are in lower case."""

    status: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


def call(method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """Send a request; `if_match` is the header if-match."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    content = None
    if body is not None:
        sent.setdefault("content-type", "application/json")
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return fetch(urllib.request.Request(service().api_url + path, content, sent, method=method))


def fetch(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return Answer(answer.status, _lower(answer.headers.items()), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, _lower(error.headers.items()), error.read())


def _lower(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
