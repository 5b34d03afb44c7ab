"""Uploads: nobody reads a bucket from outside, nothing is lost by a mistake, and no function calls itself."""

import json
from itertools import chain
from typing import Any

import pytest

ByType = dict[str, dict[str, Any]]


@pytest.fixture
def buckets(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::S3::Bucket"]


@pytest.fixture
def rules(by_type: ByType) -> dict[str, Any]:
    """The rules that hear of S3."""
    return {name: each for name, each in by_type["AWS::Events::Rule"].items() if "aws.s3" in str(each["EventPattern"])}


def callers(functions: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """The rule that calls each function."""
    called = {target["Arn"]["Fn::GetAtt"][0]: rule for rule in rules.values() for target in rule["Targets"]}
    assert called.keys() <= functions.keys()
    return called


def test_nobody_outside_reads_a_bucket(buckets: dict[str, Any]) -> None:
    for name, bucket in buckets.items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4, name


def test_buckets_are_encrypted(buckets: dict[str, Any]) -> None:
    assert {name for name, each in buckets.items() if "BucketEncryption" not in each} == set()


def test_buckets_take_nothing_that_is_not_encrypted_on_its_way(buckets: dict[str, Any], by_type: ByType) -> None:
    protected = {
        policy["Bucket"]["Ref"]
        for policy in by_type["AWS::S3::BucketPolicy"].values()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}
    }
    assert protected == set(buckets)


def test_what_is_overwritten_can_be_restored(buckets: dict[str, Any]) -> None:
    assert {name for name, each in buckets.items() if each["VersioningConfiguration"]["Status"] != "Enabled"} == set()


def test_what_nobody_sees_does_not_stay_for_ever(buckets: dict[str, Any]) -> None:
    # Old versions and the parts of uploads that broke off are in no list of objects, only on the bill.
    for name, bucket in buckets.items():
        rules = [rule for rule in bucket["LifecycleConfiguration"]["Rules"] if rule["Status"] == "Enabled"]
        assert {"AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"} <= {*chain(*rules)}, name


def test_a_bucket_is_used_by_pages_of_one_known_origin(buckets: dict[str, Any], overrides: dict[str, str]) -> None:
    for name, bucket in buckets.items():
        for rule in bucket.get("CorsConfiguration", {"CorsRules": []})["CorsRules"]:
            assert rule["AllowedOrigins"] == [overrides["CorsAllowOrigin"]], name


def test_buckets_tell_eventbridge(buckets: dict[str, Any], rules: dict[str, Any]) -> None:
    heard = {each["Ref"] for rule in rules.values() for each in rule["EventPattern"]["detail"]["bucket"]["name"]}
    told = {name: each["NotificationConfiguration"] for name, each in buckets.items()}
    assert {name for name in heard if "EventBridgeConfiguration" not in told[name]} == set()


def test_no_function_writes_where_its_trigger_listens(
    functions: dict[str, Any], rules: dict[str, Any], resources: dict[str, Any]
) -> None:
    # It would call itself, as often as the account allows.
    for name, rule in callers(functions, rules).items():
        role = resources[functions[name]["Role"]["Fn::GetAtt"][0]]["Properties"]
        statements = [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]
        written = [json.dumps(each["Resource"]) for each in statements if "s3:PutObject" in each["Action"]]
        for filtered in rule["EventPattern"]["detail"]["object"]["key"]:
            assert not [each for each in written if f"/{filtered['prefix']}" in each or ".Arn}/*" in each], name


def test_production_bounds_what_a_loop_could_cost(
    functions: dict[str, Any], rules: dict[str, Any], by_type: ByType, environment: str, production: str
) -> None:
    watched = {
        each["Dimensions"][0]["Value"]["Ref"]
        for each in by_type["AWS::CloudWatch::Alarm"].values()
        if each.get("MetricName") == "Invocations"
    }
    for name in callers(functions, rules):
        assert name in watched
        assert ("ReservedConcurrentExecutions" in functions[name]) is (environment == production), name


def test_a_bucket_goes_with_its_stack_if_it_is_empty(buckets: dict[str, Any], resources: dict[str, Any]) -> None:
    # With objects in it that fails: what people uploaded is deleted by nobody but `make delete`, after a question.
    assert {name for name in buckets if resources[name].get("DeletionPolicy") != "Delete"} == set()
    assert {name for name in buckets if resources[name].get("UpdateReplacePolicy") != "Retain"} == set()
