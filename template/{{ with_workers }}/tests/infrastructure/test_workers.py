"""What works without a caller loses nothing: what fails is kept where somebody is told of it."""

from typing import Any

import pytest

from infrastructure import ByType, logical_id, permissions, references
from infrastructure.workers import refuses_plain_text, watched

# shared/batch.py begins no record with less time than this.
RESERVE_SECONDS = 15
LONGEST_RETENTION = 14 * 24 * 60 * 60
FEEDING = {"sqs:SendMessage", "kinesis:PutRecord", "kinesis:PutRecords"}


@pytest.fixture
def queues(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::SQS::Queue"]


@pytest.fixture
def mappings(by_type: ByType) -> list[dict[str, Any]]:
    """How Lambda reads queues and streams."""
    return list(by_type["AWS::Lambda::EventSourceMapping"].values())


@pytest.fixture
def destinations(by_type: ByType, queues: dict[str, Any], mappings: list[dict[str, Any]]) -> list[str]:
    """The queues that keep what failed, each as often as it is used by another queue or function."""
    invoked = [*by_type["AWS::Lambda::EventInvokeConfig"].values(), *mappings]
    kept = [each["DestinationConfig"] for each in invoked if "DestinationConfig" in each]
    redriven = [each["RedrivePolicy"] for each in queues.values() if "RedrivePolicy" in each]
    return [logical_id(each) for each in [*kept, *redriven]]


def test_each_dead_letter_queue_is_behind_one_source_only(destinations: list[str]) -> None:
    # Of a shared one nobody can tell where its messages belong, and the redrive goes to the wrong queue.
    assert sorted(set(destinations)) == sorted(destinations)


def test_what_failed_is_kept_for_as_long_as_sqs_can(destinations: list[str], queues: dict[str, Any]) -> None:
    # A message keeps the age that it had in its queue: with the same retention it would be gone at once.
    for name in destinations:
        assert queues[name]["MessageRetentionPeriod"] == LONGEST_RETENTION, name


def test_somebody_is_told_of_messages_that_are_left_over(
    destinations: list[str], by_type: ByType, settings: dict[str, Any]
) -> None:
    most = settings["alarm_dead_letters"]
    assert set(destinations) <= watched(by_type, "ApproximateNumberOfMessagesVisible", above=most)


def test_queues_are_encrypted(queues: dict[str, Any]) -> None:
    assert {name for name, each in queues.items() if not each.get("SqsManagedSseEnabled")} == set()


def test_queues_take_nothing_that_is_not_encrypted_on_its_way(queues: dict[str, Any], by_type: ByType) -> None:
    policies = by_type["AWS::SQS::QueuePolicy"].values()
    assert references([each["Queues"] for each in policies if refuses_plain_text(each)]) == set(queues)


def test_only_this_stacks_own_senders_may_write_to_a_queue(by_type: ByType) -> None:
    for policy in by_type["AWS::SQS::QueuePolicy"].values():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow":
                assert references(statement.get("Condition")), statement


def test_workers_have_time_for_at_least_one_record(functions: dict[str, Any], mappings: list[dict[str, Any]]) -> None:
    workers = references([each["FunctionName"] for each in mappings])
    assert {name for name in workers if functions[name]["Timeout"] < 2 * RESERVE_SECONDS} == set()


def test_somebody_is_told_of_workers_that_crash(
    functions: dict[str, Any], by_type: ByType, settings: dict[str, Any]
) -> None:
    callers = [each for each in by_type["AWS::Lambda::Permission"].values() if "apigateway" in each["Principal"]]
    called = references([each["FunctionName"] for each in callers])
    assert set(functions) - called <= watched(by_type, "Errors", above=settings["alarm_worker_errors"])


def test_no_function_feeds_its_own_queue_or_stream(
    functions: dict[str, Any], mappings: list[dict[str, Any]], by_type: ByType
) -> None:
    # It would call itself for as long as somebody pays. A table's stream has a filter against that.
    for mapping in mappings:
        name, source = logical_id(mapping["FunctionName"]), logical_id(mapping["EventSourceArn"])
        allowed = permissions(functions[name]["Role"], by_type)
        assert {action for action, resource in allowed if source in references(resource)} & FEEDING == set(), name


def test_what_is_done_is_remembered_and_forgotten_again(functions: dict[str, Any], by_type: ByType) -> None:
    known = [each["Environment"]["Variables"].get("IDEMPOTENCY_TABLE_NAME") for each in functions.values()]
    for name in references(known):
        expiry = by_type["AWS::DynamoDB::Table"][name]["TimeToLiveSpecification"]
        assert expiry == {"AttributeName": "expires_at", "Enabled": True}
