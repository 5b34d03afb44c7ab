"""A stack's buckets are emptied before it is deleted, after a question."""

import boto3
import pytest

import empty_buckets
from local_aws import BUCKETS, store_example

NAMES = sorted(BUCKETS.values())


@pytest.fixture(autouse=True)
def full(aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert aws
    for _ in range(2):
        store_example()
    for name in NAMES:
        boto3.client("s3").delete_object(Bucket=name, Key="incoming/11111111-1111-4111-8111-111111111111")
    monkeypatch.setattr(empty_buckets, "buckets_of", lambda _: NAMES)


def left_over() -> int:
    return sum(len(list(boto3.resource("s3").Bucket(name).object_versions.all())) for name in NAMES)


def test_a_yes_deletes_all_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert left_over() > 0
    assert empty_buckets.main("my-service-dev", "us-east-1") == 0
    assert left_over() == 0


def test_anything_else_deletes_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "")
    before = left_over()
    assert empty_buckets.main("my-service-dev", "us-east-1") == 1
    assert "Nothing is deleted" in capsys.readouterr().out
    assert left_over() == before
