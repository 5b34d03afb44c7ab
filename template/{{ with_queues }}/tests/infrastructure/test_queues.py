"""Queues: no message is lost, done twice at once, or tried for ever."""

from typing import Any

import pytest

from infrastructure import ByType, logical_id, references
from infrastructure.workers import readers, watched

# AWS's own advice: "Configuring a queue to trigger an AWS Lambda function" in the Lambda developer guide.
TIMES_TIMEOUT = 6
FEWEST_ATTEMPTS = 5


@pytest.fixture
def queues(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::SQS::Queue"]


@pytest.fixture
def dead_letter_queues(queues: dict[str, Any]) -> dict[str, Any]:
    """The queue behind each queue that has one."""
    redriven = {name: each["RedrivePolicy"] for name, each in queues.items() if "RedrivePolicy" in each}
    return {name: queues[logical_id(each["deadLetterTargetArn"])] for name, each in redriven.items()}


@pytest.fixture
def mappings(by_type: ByType) -> dict[str, Any]:
    return readers(by_type, "AWS::SQS::Queue")


@pytest.fixture
def read(mappings: dict[str, Any]) -> set[str]:
    """The queues that functions work through."""
    return references([each["EventSourceArn"] for each in mappings.values()])


def test_a_message_stays_hidden_while_it_may_be_worked_on(
    mappings: dict[str, Any], queues: dict[str, Any], functions: dict[str, Any]
) -> None:
    # Else it is delivered again to a second invocation while the first one, throttled or slow, still has it.
    for name, mapping in mappings.items():
        hidden = queues[logical_id(mapping["EventSourceArn"])]["VisibilityTimeout"]
        timeout = functions[logical_id(mapping["FunctionName"])]["Timeout"]
        assert hidden >= TIMES_TIMEOUT * timeout + mapping.get("MaximumBatchingWindowInSeconds", 0), name


def test_each_queue_that_is_read_has_a_dead_letter_queue(read: set[str], queues: dict[str, Any]) -> None:
    # Without one, poison comes again until its retention ends, and then nobody has ever seen it.
    for name in read:
        assert queues[name]["RedrivePolicy"]["maxReceiveCount"] >= FEWEST_ATTEMPTS, name


def test_a_dead_letter_queue_is_of_its_queues_kind_and_keeps_longer(
    dead_letter_queues: dict[str, Any], queues: dict[str, Any]
) -> None:
    for name, dead in dead_letter_queues.items():
        assert dead.get("FifoQueue") == queues[name].get("FifoQueue"), name
        assert dead["MessageRetentionPeriod"] > queues[name]["MessageRetentionPeriod"], name


def test_a_dead_letter_queue_takes_from_its_own_queue_only(
    dead_letter_queues: dict[str, Any], queues: dict[str, Any]
) -> None:
    for name, dead in dead_letter_queues.items():
        assert dead["RedriveAllowPolicy"]["redrivePermission"] == "byQueue", name
        (source,) = dead["RedriveAllowPolicy"]["sourceQueueArns"]
        assert source.endswith(f":{queues[name]['QueueName']}"), name


def test_only_failed_messages_come_again(mappings: dict[str, Any]) -> None:
    # Without this one bad message brings back its whole batch.
    assert {
        name for name, each in mappings.items() if each.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]
    } == set()


def test_a_full_queue_does_not_take_all_the_accounts_concurrency(
    mappings: dict[str, Any], settings: dict[str, Any]
) -> None:
    limit = {"MaximumConcurrency": settings["queue_concurrency"]}
    assert {name for name, each in mappings.items() if each.get("ScalingConfig") != limit} == set()


def test_somebody_is_told_of_messages_that_wait(read: set[str], by_type: ByType, settings: dict[str, Any]) -> None:
    assert read <= watched(by_type, "ApproximateAgeOfOldestMessage", above=settings["alarm_age_seconds"])


def test_fifo_queues_work_on_message_groups_side_by_side(
    dead_letter_queues: dict[str, Any], queues: dict[str, Any]
) -> None:
    for name in dead_letter_queues:
        if queues[name].get("FifoQueue"):
            assert queues[name]["FifoThroughputLimit"] == "perMessageGroupId", name
            assert queues[name]["DeduplicationScope"] == "messageGroup", name
