"""Records by way of the API. Bodies are those of events/, so a new field needs no change here."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from e2e import event
from e2e.client import Answer, call


@pytest.fixture
def created(path: str, body: Any) -> Iterator[Answer]:
    """A new record, which is gone after the test."""
    answer = create(path, body)
    yield answer
    call("DELETE", place(path, answer))


def test_a_record_lives(path: str, body: Any, changed: Any) -> None:
    created = create(path, body)
    there, record = place(path, created), created.json()
    assert created.headers["location"].endswith(there)
    assert record == {**record, **body}

    read = call("GET", there)
    assert (read.status, read.json()) == (200, record)
    assert record in listed(path)

    replaced = call("PUT", there, changed, if_match=read.headers["etag"])
    assert replaced.status == 200, replaced
    assert replaced.json() == {**replaced.json(), **changed, "id": record["id"], "version": record["version"] + 1}
    assert call("GET", there).json() == replaced.json()

    assert call("DELETE", there, if_match=replaced.headers["etag"]).status == 204
    assert call("GET", there).status == 404
    assert record["id"] not in [each["id"] for each in listed(path)]


def test_who_has_an_old_version_changes_nothing(path: str, created: Answer, changed: Any) -> None:
    there, old = place(path, created), created.headers["etag"]
    newer = call("PUT", there, changed, if_match=old)
    assert call("PUT", there, changed, if_match=old).status == 412
    assert call("DELETE", there, if_match=old).status == 412
    assert call("GET", there).json() == newer.json()


def test_a_repeated_request_creates_one_record(path: str, body: Any, changed: Any) -> None:
    key = str(uuid.uuid4())
    first = call("POST", path, body, idempotency_key=key)
    again = call("POST", path, body, idempotency_key=key)
    other = call("POST", path, changed, idempotency_key=key)
    call("DELETE", place(path, first))
    assert (first.status, first.json()) == (201, again.json())
    assert other.status == 422


@pytest.mark.parametrize("case", ["malformed", "invalid-fields"])
def test_a_bad_body_is_refused(collection: tuple[str, str, str], case: str) -> None:
    path, function, _ = collection
    answer = call("POST", path, event(function, case)["body"])
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")


def test_pages_hold_each_record_once(path: str, body: Any) -> None:
    created = [create(path, body) for _ in range(3)]
    ids = [each["id"] for each in listed(path, limit=1)]
    for each in created:
        call("DELETE", place(path, each))
    assert len(ids) == len(set(ids))
    assert {each.json()["id"] for each in created} <= set(ids)


def create(path: str, body: Any) -> Answer:
    answer = call("POST", path, body)
    assert answer.status == 201, answer
    return answer


def place(path: str, created: Answer) -> str:
    """Where a record is."""
    return f"{path}/{created.json()['id']}"


def listed(path: str, limit: int = 100) -> list[dict[str, Any]]:
    """Every record, page by page."""
    records, token = [], ""
    while True:
        page = call("GET", f"{path}?limit={limit}{token}").json()
        records += page["items"]
        if "next_token" not in page:
            return records
        token = f"&next_token={page['next_token']}"
