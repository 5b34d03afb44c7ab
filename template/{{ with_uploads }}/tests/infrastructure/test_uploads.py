"""Uploads: nobody reads a bucket from outside, nothing is lost by a mistake, and no function calls itself."""

from itertools import chain
from typing import Any

import pytest

from infrastructure import ByType, logical_id, permissions, references
from infrastructure.workers import refuses_plain_text, watched


@pytest.fixture
def buckets(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::S3::Bucket"]


@pytest.fixture
def rules(by_type: ByType) -> dict[str, Any]:
    """The rules that hear of S3."""
    return {name: each for name, each in by_type["AWS::Events::Rule"].items() if "aws.s3" in str(each["EventPattern"])}


@pytest.fixture
def called(functions: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """The rule that calls each function."""
    callers = {logical_id(target["Arn"]): rule for rule in rules.values() for target in rule["Targets"]}
    assert callers.keys() <= functions.keys()
    return callers


def test_nobody_outside_reads_a_bucket(buckets: dict[str, Any]) -> None:
    for name, bucket in buckets.items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4, name


def test_buckets_are_encrypted(buckets: dict[str, Any]) -> None:
    assert {name for name, each in buckets.items() if "BucketEncryption" not in each} == set()


def test_buckets_take_nothing_that_is_not_encrypted_on_its_way(buckets: dict[str, Any], by_type: ByType) -> None:
    policies = by_type["AWS::S3::BucketPolicy"].values()
    assert references([each["Bucket"] for each in policies if refuses_plain_text(each)]) == set(buckets)


def test_what_is_overwritten_can_be_restored(buckets: dict[str, Any]) -> None:
    assert {name for name, each in buckets.items() if each["VersioningConfiguration"]["Status"] != "Enabled"} == set()


def test_what_nobody_sees_does_not_stay_for_ever(buckets: dict[str, Any]) -> None:
    # Old versions and the parts of uploads that broke off are in no list of objects, only on the bill.
    for name, bucket in buckets.items():
        rules = [rule for rule in bucket["LifecycleConfiguration"]["Rules"] if rule["Status"] == "Enabled"]
        assert {"AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"} <= {*chain(*rules)}, name


def test_a_bucket_is_used_by_pages_of_one_known_origin(buckets: dict[str, Any], settings: dict[str, Any]) -> None:
    for name, bucket in buckets.items():
        for rule in bucket.get("CorsConfiguration", {"CorsRules": []})["CorsRules"]:
            assert rule["AllowedOrigins"] == [settings["cors_allow_origin"]], name


def test_buckets_tell_eventbridge(buckets: dict[str, Any], rules: dict[str, Any]) -> None:
    heard = references([rule["EventPattern"]["detail"]["bucket"]["name"] for rule in rules.values()])
    told = {name: each["NotificationConfiguration"] for name, each in buckets.items()}
    assert {name for name in heard if "EventBridgeConfiguration" not in told[name]} == set()


def test_no_function_writes_where_its_trigger_listens(
    functions: dict[str, Any], called: dict[str, Any], by_type: ByType
) -> None:
    # It would call itself, as often as the account allows.
    for name, rule in called.items():
        allowed = permissions(functions[name]["Role"], by_type)
        written = [objects for action, objects in allowed if action == "s3:PutObject"]
        for filtered in rule["EventPattern"]["detail"]["object"]["key"]:
            assert not [each for each in written if f"/{filtered['prefix']}" in each or each.endswith(".Arn}/*")], name


def test_production_bounds_what_a_loop_could_cost(
    functions: dict[str, Any], called: dict[str, Any], by_type: ByType, settings: dict[str, Any], production: bool
) -> None:
    limit = settings["upload_concurrency"]
    assert limit >= 0 or not production
    assert set(called) <= watched(by_type, "Invocations", above=settings["alarm_upload_runs"])
    for name in called:
        assert functions[name].get("ReservedConcurrentExecutions", -1) == limit, name


def test_a_protected_environment_keeps_what_was_uploaded(
    buckets: dict[str, Any], resources: dict[str, Any], settings: dict[str, Any]
) -> None:
    # CloudFormation deletes no bucket that has objects in it, unless something empties it before.
    kept = {name for name in buckets if resources[name].get("UpdateReplacePolicy") == "Retain"}
    emptied = {name for name, each in resources.items() if each["Type"] == "Custom::S3AutoDeleteObjects"}
    assert not settings["deletion_protection"] or (kept, emptied) == (set(buckets), set())


def test_elsewhere_a_bucket_goes_with_its_stack(
    buckets: dict[str, Any], resources: dict[str, Any], settings: dict[str, Any]
) -> None:
    kept = {name for name in buckets if resources[name].get("DeletionPolicy", "Delete") != "Delete"}
    assert settings["deletion_protection"] or kept == set()
