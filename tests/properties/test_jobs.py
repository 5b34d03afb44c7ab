"""Whatever is delivered one by one is done, or fails and comes again. Run by tests/test_properties.py."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_s3 import FakeS3
from fresh import fresh_marks, nested
from invoke import invoke, load
from my_service.shared.bucket import INCOMING, PROCESSED, s3
from my_service.shared.upload import PATIENCE_SECONDS

JSON = nested(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=120),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.sampled_from(["name", "x"]), values, max_size=3),
)
SHIPPED, CLEANUP, DOCUMENT = (
    load(f"{function}/happy") for function in ("on-order-shipped", "nightly-cleanup", "process-documents-upload")
)


def is_done(function: str, event: dict[str, Any]) -> bool:
    """Whether it is done; where it is not, the invocation has failed."""
    with fresh_marks() as marks:
        try:
            invoke(function, event)
        except Exception:  # noqa: BLE001 -- Lambda sees nothing but that it failed
            assert not marks.done
            assert not marks.leased
            return False
        assert marks.done
        return True


@settings(max_examples=10_000, deadline=None)
@given(detail=JSON | st.fixed_dictionaries({"name": st.text(max_size=110)}))
def test_ten_thousand_events_are_done_or_come_again(detail: Any) -> None:
    valid = isinstance(detail, dict) and isinstance(detail.get("name"), str) and 1 <= len(detail["name"]) <= 100
    assert is_done("on-order-shipped", SHIPPED | {"detail": detail}) is valid


@settings(max_examples=10_000, deadline=None)
@given(time=st.datetimes(timezones=st.timezones()).map(lambda time: time.isoformat()) | st.text(max_size=30) | JSON)
def test_ten_thousand_times_are_run_or_come_again(time: Any) -> None:
    is_done("nightly-cleanup", CLEANUP | {"scheduled_time": time})


@pytest.fixture(scope="module")
def files() -> FakeS3:
    fake = FakeS3({})
    s3.cache_clear()
    fake.attach(s3(PATIENCE_SECONDS))
    return fake


@settings(max_examples=500, deadline=None)
@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200), content=st.binary())
def test_files_of_any_name_are_found_and_written(files: FakeS3, name: str, content: bytes) -> None:
    files.objects = {INCOMING + name: content}
    uploaded = DOCUMENT["detail"] | {"object": {"key": INCOMING + name, "sequencer": "1"}}
    done = is_done("process-documents-upload", DOCUMENT | {"detail": uploaded})
    assert done == bool(content)
    assert files.objects.get(PROCESSED + name) == (content or None)
