"""What the API answers: records, pages and problems."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from .errors import (
    InvalidError,
    KeyReusedError,
    NotFoundError,
    PreconditionFailedError,
    ServiceError,
    TooLargeError,
    UnavailableError,
    UnsupportedMediaTypeError,
)
from .records import Record, plain

_PROBLEMS: Mapping[type[ServiceError], tuple[int, str]] = {
    InvalidError: (400, "Bad Request"),
    NotFoundError: (404, "Not Found"),
    PreconditionFailedError: (412, "Precondition Failed"),
    TooLargeError: (413, "Content Too Large"),
    UnsupportedMediaTypeError: (415, "Unsupported Media Type"),
    KeyReusedError: (422, "Unprocessable Content"),
    UnavailableError: (503, "Service Unavailable"),
    ServiceError: (400, "Bad Request"),
}


@dataclass(frozen=True)
class Response:
    """An answer before its gateway's form. The body is JSON text, or empty."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def answer_record(record: Record, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A record, with its version as ETag."""
    return _json(status, plain(record), {"ETag": f'"{record.version}"', **(headers or {})})


def answer_created(record: Record, url: str) -> Response:
    """A record that was just stored, with the URL that it was posted to."""
    return answer_record(record, 201, {"Location": f"{url.rstrip('/')}/{record.id}"})


def answer_page(records: Sequence[Record], last_id: str | None) -> Response:
    """A page of records; `last_id` is the id of its last record when there may be more."""
    page: dict[str, Any] = {"items": [plain(record) for record in records]}
    if last_id is not None:
        page["next_token"] = urlsafe_b64encode(last_id.encode()).decode()
    return _json(200, page)


def answer_nothing() -> Response:
    """Done, and there is nothing to say."""
    return Response(204)


def answer_problem(error: ServiceError, request_id: str) -> Response:
    """A refusal, as RFC 9457 says it."""
    status, title = next(_PROBLEMS[kind] for kind in type(error).__mro__ if kind in _PROBLEMS)
    problem: dict[str, Any] = {"detail": str(error)}
    if isinstance(error, InvalidError):
        problem["errors"] = [{"field": bad.field, "message": bad.message} for bad in error.errors]
    headers = {"Retry-After": "1"} if isinstance(error, UnavailableError) else {}
    return _problem(status, title, request_id, problem, headers)


def answer_failure(request_id: str) -> Response:
    """Something unexpected: clients learn nothing but the id under which the log has the rest."""
    return _problem(500, "Internal Server Error", request_id, {}, {})


def _problem(status: int, title: str, request_id: str, more: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    problem = {"type": "about:blank", "title": title, "status": status, "request_id": request_id, **more}
    return _json(status, problem, {"Content-Type": "application/problem+json", **headers})


def _json(status: int, content: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    body = msgspec.json.encode(content).decode()
    return Response(status, body, {"Content-Type": "application/json", **(headers or {})})
