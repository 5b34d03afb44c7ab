"""Queues: no message is lost, done twice at once, or tried for ever."""

from typing import Any

import pytest

ByType = dict[str, dict[str, Any]]

# AWS's own advice: "Configuring a queue to trigger an AWS Lambda function" in the Lambda developer guide.
TIMES_TIMEOUT = 6
FEWEST_ATTEMPTS = 5


@pytest.fixture
def queues(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::SQS::Queue"]


@pytest.fixture
def mappings(by_type: ByType, queues: dict[str, Any]) -> dict[str, Any]:
    """What reads queues, by the queue's logical id."""
    sources = {
        each["EventSourceArn"]["Fn::GetAtt"][0]: each for each in by_type["AWS::Lambda::EventSourceMapping"].values()
    }
    return {name: each for name, each in sources.items() if name in queues}


def test_a_message_stays_hidden_while_it_may_be_worked_on(
    mappings: dict[str, Any], queues: dict[str, Any], functions: dict[str, Any]
) -> None:
    # Else it is delivered again to a second invocation while the first one, throttled or slow, still has it.
    for name, mapping in mappings.items():
        timeout = functions[mapping["FunctionName"]["Ref"]]["Timeout"]
        window = mapping.get("MaximumBatchingWindowInSeconds", 0)
        assert queues[name]["VisibilityTimeout"] >= TIMES_TIMEOUT * timeout + window, name


def test_each_queue_that_is_read_has_a_dead_letter_queue(mappings: dict[str, Any], queues: dict[str, Any]) -> None:
    # Without one, poison comes again until its retention ends, and then nobody has ever seen it.
    for name in mappings:
        assert queues[name]["RedrivePolicy"]["maxReceiveCount"] >= FEWEST_ATTEMPTS, name


def test_a_dead_letter_queue_is_of_its_queues_kind_and_keeps_longer(queues: dict[str, Any]) -> None:
    for name, queue in queues.items():
        if "RedrivePolicy" in queue:
            dead = queues[queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]]
            assert dead.get("FifoQueue") == queue.get("FifoQueue"), name
            assert dead["MessageRetentionPeriod"] > queue["MessageRetentionPeriod"], name


def test_a_dead_letter_queue_takes_from_its_own_queue_only(queues: dict[str, Any]) -> None:
    for name, queue in queues.items():
        if "RedrivePolicy" in queue:
            allowed = queues[queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]]["RedriveAllowPolicy"]
            assert allowed["redrivePermission"] == "byQueue", name
            (source,) = allowed["sourceQueueArns"]
            assert source["Fn::Sub"].endswith(f":{queue['QueueName']['Fn::Sub']}"), name


def test_only_failed_messages_come_again(mappings: dict[str, Any]) -> None:
    # Without this one bad message brings back its whole batch.
    assert {
        name for name, each in mappings.items() if each.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]
    } == set()


def test_a_full_queue_does_not_take_all_the_accounts_concurrency(mappings: dict[str, Any]) -> None:
    assert {
        name for name, each in mappings.items() if "MaximumConcurrency" not in each.get("ScalingConfig", {})
    } == set()


def test_somebody_is_told_of_messages_that_wait(mappings: dict[str, Any], by_type: ByType) -> None:
    alarms = [
        each
        for each in by_type["AWS::CloudWatch::Alarm"].values()
        if each.get("MetricName") == "ApproximateAgeOfOldestMessage"
    ]
    assert {alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0] for alarm in alarms} >= set(mappings)


def test_fifo_queues_work_on_message_groups_side_by_side(queues: dict[str, Any]) -> None:
    for name, queue in queues.items():
        if queue.get("FifoQueue") and "RedrivePolicy" in queue:
            assert queue["FifoThroughputLimit"] == "perMessageGroupId", name
            assert queue["DeduplicationScope"] == "messageGroup", name
