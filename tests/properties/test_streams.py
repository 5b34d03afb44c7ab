"""For any batch of a stream: everything from the first failure on comes again. Run by tests/test_properties.py."""

import json
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fresh import fresh_marks, nested
from invoke import invoke, load

CLICKS, CHANGES = "consume-clicks", "on-items-changed"
(CLICK,) = load(f"{CLICKS}/happy")["Records"]
(CHANGE,) = load(f"{CHANGES}/happy")["Records"]
IMAGE = CHANGE["dynamodb"]["NewImage"]
GOOD = json.dumps({"name": "A name"}).encode()
BAD = st.sampled_from([b"", b"{", b"null", b'{"name": ""}', b"\xff", b'{"name": 7}'])
# What a table of the service never holds: its records have a name.
BAD_IMAGES = st.sampled_from([{}, {"id": IMAGE["id"]}, {**IMAGE, "name": {"N": "7"}}, {**IMAGE, "version": {"S": "x"}}])
VALUES = nested(
    st.fixed_dictionaries({"S": st.text()})
    | st.fixed_dictionaries({"N": st.integers().map(str) | st.floats(allow_nan=False, allow_infinity=False).map(str)})
    | st.fixed_dictionaries({"BOOL": st.booleans()})
    | st.just({"NULL": True})
    | st.fixed_dictionaries({"B": st.binary().map(lambda data: b64encode(data).decode())}),
    lambda values: (
        st.fixed_dictionaries({"L": st.lists(values, max_size=3)})
        | st.fixed_dictionaries({"M": st.dictionaries(st.text(max_size=5), values, max_size=3)})
    ),
)


def click(place: int, data: bytes) -> dict[str, Any]:
    kinesis = CLICK["kinesis"] | {"sequenceNumber": f"{place}", "data": b64encode(data).decode()}
    return CLICK | {"eventID": f"shard:{place}", "kinesis": kinesis}


def change(place: int, image: dict[str, Any]) -> dict[str, Any]:
    told = CHANGE["dynamodb"] | {"SequenceNumber": f"{place}", "NewImage": image}
    return CHANGE | {"eventID": f"change-{place}", "dynamodb": told}


def failed(function: str, records: list[dict[str, Any]]) -> list[str]:
    return [each["itemIdentifier"] for each in invoke(function, {"Records": records})["batchItemFailures"]]


def from_the_first(bad: list[bool]) -> list[str]:
    first = next((place for place, each in enumerate(bad) if each), len(bad))
    return [f"{place}" for place in range(first, len(bad))]


@settings(max_examples=500, deadline=None)
@given(batch=st.lists(st.just(GOOD) | BAD, max_size=10))
def test_a_kinesis_stream_gets_back_everything_from_the_first_failure_on(batch: list[bytes]) -> None:
    with fresh_marks() as marks:
        expected = from_the_first([data != GOOD for data in batch])
        assert failed(CLICKS, [click(place, data) for place, data in enumerate(batch)]) == expected
        assert len(marks.done) == len(batch) - len(expected)


@settings(max_examples=500, deadline=None)
@given(batch=st.lists(st.just(IMAGE) | BAD_IMAGES, max_size=10))
def test_a_table_stream_gets_back_everything_from_the_first_failure_on(batch: list[dict[str, Any]]) -> None:
    with fresh_marks() as marks:
        expected = from_the_first([image != IMAGE for image in batch])
        assert failed(CHANGES, [change(place, image) for place, image in enumerate(batch)]) == expected
        assert len(marks.done) == len(batch) - len(expected)


@settings(max_examples=10_000, deadline=None)
@given(data=st.binary(max_size=200) | st.just(GOOD))
def test_ten_thousand_records_are_done_or_come_again(data: bytes) -> None:
    with fresh_marks() as marks:
        assert bool(failed(CLICKS, [click(0, data)])) != bool(marks.done)


@settings(max_examples=10_000, deadline=None)
@given(image=st.dictionaries(st.sampled_from([*IMAGE, "x"]), VALUES).map(lambda changes: {**IMAGE, **changes}))
def test_ten_thousand_changes_are_done_or_come_again(image: dict[str, Any]) -> None:
    with fresh_marks() as marks:
        assert bool(failed(CHANGES, [change(0, image)])) != bool(marks.done)


@pytest.mark.parametrize("kind", ["INSERT", "MODIFY"])
def test_what_the_function_wrote_itself_is_never_worked_on(kind: str) -> None:
    own = change(0, IMAGE | {"#writer": {"S": CHANGES}}) | {"eventName": kind}
    with fresh_marks() as marks:
        assert failed(CHANGES, [own]) == []
        assert not marks.done
