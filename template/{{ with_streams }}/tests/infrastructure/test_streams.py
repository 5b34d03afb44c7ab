"""Streams: what fails holds up its shard for a while only, and can still be read when somebody is told of it."""

from graphlib import TopologicalSorter
from typing import Any

import pytest

from infrastructure import ByType, logical_id, permissions, references
from infrastructure.workers import readers, watched

HOUR = 60 * 60
# DynamoDB's own, which nobody can change, and the one of Kinesis unless the stream has another.
RETENTION_HOURS = 24
WRITES = {
    "dynamodb:BatchWriteItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "kinesis:PutRecord",
    "kinesis:PutRecords",
}


@pytest.fixture
def mappings(by_type: ByType) -> dict[str, Any]:
    return {**readers(by_type, "AWS::DynamoDB::Table"), **readers(by_type, "AWS::Kinesis::Stream")}


def test_nothing_is_missed_before_the_function_begins(mappings: dict[str, Any]) -> None:
    # LATEST leaves out what is written while the trigger is made or changed.
    assert {name for name, each in mappings.items() if each["StartingPosition"] != "TRIM_HORIZON"} == set()


def test_what_is_done_before_a_failure_does_not_come_again(mappings: dict[str, Any]) -> None:
    assert {
        name for name, each in mappings.items() if each.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]
    } == set()


def test_a_batch_that_crashes_the_function_is_halved(mappings: dict[str, Any]) -> None:
    # So that in the end the one record that is to blame is put aside, and not all that came with it.
    assert {name for name, each in mappings.items() if each.get("BisectBatchOnFunctionError") is not True} == set()


def test_what_keeps_failing_does_not_hold_up_its_shard_until_it_expires(mappings: dict[str, Any]) -> None:
    # Without a number, or with -1, Lambda tries for as long as the stream has the record.
    for name, mapping in mappings.items():
        assert mapping.get("MaximumRetryAttempts", -1) > 0, name
        assert mapping.get("MaximumRecordAgeInSeconds", -1) > 0, name


def test_what_keeps_failing_is_put_aside(mappings: dict[str, Any]) -> None:
    # Else it is skipped, and nobody ever knows.
    assert {name for name, each in mappings.items() if "OnFailure" not in each.get("DestinationConfig", {})} == set()


def test_what_was_put_aside_can_still_be_read(mappings: dict[str, Any], by_type: ByType) -> None:
    # The dead-letter queue has its place in the stream only: half of the retention is left to read it there.
    for name, mapping in mappings.items():
        stream = by_type["AWS::Kinesis::Stream"].get(logical_id(mapping["EventSourceArn"]), {})
        retention = stream.get("RetentionPeriodHours", RETENTION_HOURS) * HOUR
        assert mapping["MaximumRecordAgeInSeconds"] <= retention / 2, name


def test_somebody_is_told_of_functions_that_fall_behind(
    mappings: dict[str, Any], by_type: ByType, settings: dict[str, Any]
) -> None:
    followers = references([each["FunctionName"] for each in mappings.values()])
    assert followers <= watched(by_type, "IteratorAge", above=settings["alarm_age_seconds"] * 1000)


def test_functions_do_not_trigger_each_other_in_a_circle(
    mappings: dict[str, Any], functions: dict[str, Any], by_type: ByType
) -> None:
    # Lambda stops loops through queues and topics, but not through streams. Of a table, a function's own writes are
    # filtered out; that does not stop two functions that write to each other's tables.
    leads: dict[str, set[str]] = {name: set() for name in functions}
    for name, function in functions.items():
        allowed = permissions(function["Role"], by_type)
        written = references([resource for action, resource in allowed if action in WRITES])
        for mapping in mappings.values():
            source, follower = logical_id(mapping["EventSourceArn"]), logical_id(mapping["FunctionName"])
            filtered = follower == name and source in by_type["AWS::DynamoDB::Table"]
            if source in written and not filtered:
                leads[name].add(follower)
    TopologicalSorter(leads).prepare()  # raises CycleError
