"""For any batch: what failed comes again, and nothing else. Run in a rendered project by tests/test_properties.py."""

import json
from collections import defaultdict
from typing import Any
from unittest import mock

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fresh import fresh_marks, nested
from invoke import Context, invoke, load
from my_service.models.process_emails import Message

VALID = json.dumps({"name": "A name"})
POISON = st.sampled_from(
    ["", "{", "null", "[]", '{"name": ""}', '{"name": 7}', '{"name": "\\ud800"}', "\ud7ff", "9" * 400]
)
# Message groups, each message good or poisoned.
BATCHES = st.lists(st.tuples(st.sampled_from("abc"), st.just(VALID) | POISON), max_size=10)
# Anything that SQS may carry: XML characters.
BODIES = st.text(st.characters(exclude_categories=["Cs"])) | nested(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=120),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "description", "x"]), values, max_size=3)
    ),
).map(json.dumps)


def records(function: str, batch: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """One for each message, its id being its place."""
    (example,) = load(f"{function}/happy")["Records"]
    return [
        example
        | {
            "messageId": str(place),
            "body": body,
            "attributes": example["attributes"] | ({"MessageGroupId": group} if function == "process-invoices" else {}),
        }
        for place, (group, body) in enumerate(batch)
    ]


def failed(function: str, batch: list[tuple[str, str]]) -> list[str]:
    answer = invoke(function, {"Records": records(function, batch)})
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


@settings(max_examples=500, deadline=None)
@given(batch=BATCHES)
def test_a_standard_queue_gets_back_just_what_is_poisoned(batch: list[tuple[str, str]]) -> None:
    with fresh_marks() as marks:
        poisoned = [str(place) for place, (_, body) in enumerate(batch) if body != VALID]
        assert failed("process-emails", batch) == poisoned
        assert len(marks.done) == len(batch) - len(poisoned)
        assert not marks.leased


@settings(max_examples=500, deadline=None)
@given(batch=BATCHES)
def test_a_fifo_queue_gets_back_each_group_from_its_first_poisoned_message_on(batch: list[tuple[str, str]]) -> None:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place, (group, body) in enumerate(batch):
        groups[group].append((str(place), body))
    expected = set()
    for messages in groups.values():
        first = next((place for place, (_, body) in enumerate(messages) if body != VALID), len(messages))
        expected |= {each for each, _ in messages[first:]}
    with fresh_marks():
        assert set(failed("process-invoices", batch)) == expected


@pytest.mark.parametrize("function", ["process-emails", "process-invoices"])
def test_ten_thousand_bodies_are_done_or_come_again(function: str) -> None:
    @settings(max_examples=10_000, deadline=None)
    @given(body=BODIES)
    def run(body: str) -> None:
        with fresh_marks() as marks:
            came_again = failed(function, [("a", body)]) == ["0"]
            assert came_again != bool(marks.done)
            assert came_again != is_valid(body)

    run()


def is_valid(body: str) -> bool:
    try:
        msgspec.json.decode(body, type=Message)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return True


@settings(max_examples=300, deadline=None)
@given(batch=BATCHES, affordable=st.integers(0, 12))
def test_what_time_does_not_allow_comes_again(batch: list[tuple[str, str]], affordable: int) -> None:
    left = iter([60_000] * (2 * affordable) + [10_000] * 100)
    with fresh_marks() as marks, mock.patch.object(Context, "get_remaining_time_in_millis", side_effect=left):
        came_again = set(failed("process-emails", batch))
        done = {key.partition("#")[2] for key in marks.done}
        assert done | came_again == {str(place) for place in range(len(batch))}
        assert not done & came_again
