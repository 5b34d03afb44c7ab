"""Requests to the API."""

import json
import shlex
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from local.problem import ServiceError
from local.running import EVENTS, Running

# Longer than a function may wait for its debugger.
TIMEOUT_SECONDS = 390
# What a client says; the rest of an event's headers is the gateway's.
HEADERS = {"content-type", "idempotency-key", "if-match", "origin"}


def knows(event: dict[str, Any]) -> bool:
    return "requestContext" in event


def send(service: Running, _: str, event: dict[str, Any]) -> str:
    path = event.get("rawPath") or event["path"]
    query = event.get("rawQueryString") or urllib.parse.urlencode(event.get("queryStringParameters") or {})
    url = service.api_url + urllib.parse.quote(path) + (f"?{query}" if query else "")
    body = (event.get("body") or "").encode() or None
    request = urllib.request.Request(url, body, headers(event), method=method(event))
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return f"{method(event)} {path}: {answer.status} {answer.read().decode()}"
    except urllib.error.HTTPError as error:
        return f"{method(event)} {path}: {error.code} {error.read().decode()}"
    except OSError as error:
        raise ServiceError(f"No answer from {url}: {error}") from error


def curl(service: Running, event: dict[str, Any]) -> str:
    """The command line that sends the event's request, with ID for the id of what is asked for."""
    route = event["routeKey"].partition(" ")[2] if "routeKey" in event else event["resource"]
    words = ["curl", "-i", "-X", method(event), service.api_url + route.replace("{id}", "ID")]
    for name, value in headers(event).items():
        words += ["-H", f"{name}: {value}"]
    if event.get("body"):
        words += ["-d", event["body"]]
    return shlex.join(words)


def routes(service: Running) -> str:
    """How to call each function behind the API."""
    events = [json.loads((EVENTS / name / "happy.json").read_text(encoding="utf-8")) for name in service.functions]
    return "\n".join(curl(service, event) for event in events if knows(event))


def method(event: dict[str, Any]) -> str:
    return str(event["requestContext"].get("http", event["requestContext"]).get("method") or event["httpMethod"])


def headers(event: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in event["headers"].items() if name.lower() in HEADERS}
