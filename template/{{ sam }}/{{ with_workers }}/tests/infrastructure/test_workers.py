"""What works without a caller loses nothing: what fails is kept where somebody is told of it."""

import json
from typing import Any

import pytest

# shared/batch.py begins no record with less time than this.
RESERVE_SECONDS = 15
LONGEST_RETENTION = 14 * 24 * 60 * 60
FEEDING = ("sqs:SendMessage", "kinesis:PutRecord", "kinesis:PutRecords")

ByType = dict[str, dict[str, Any]]


@pytest.fixture
def queues(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::SQS::Queue"]


def logical_id(arn: Any) -> str:
    """Whose ARN it is: Fn::GetAtt of queues, Ref of topics."""
    return str(arn["Fn::GetAtt"][0] if "Fn::GetAtt" in arn else arn["Ref"])


def destinations(by_type: ByType) -> list[str]:
    """The queues that keep what failed, each as often as it is used by another queue or function."""
    redriven = [each["RedrivePolicy"] for each in by_type["AWS::SQS::Queue"].values() if "RedrivePolicy" in each]
    invoked = [
        *by_type["AWS::Lambda::EventInvokeConfig"].values(),
        *by_type["AWS::Lambda::EventSourceMapping"].values(),
    ]
    kept = [each["DestinationConfig"]["OnFailure"] for each in invoked if "DestinationConfig" in each]
    return [
        *(logical_id(each["deadLetterTargetArn"]) for each in redriven),
        *(logical_id(each["Destination"]) for each in kept),
    ]


def test_each_dead_letter_queue_is_behind_one_source_only(by_type: ByType) -> None:
    # Of a shared one nobody can tell where its messages belong, and the redrive goes to the wrong queue.
    used = destinations(by_type)
    assert sorted(set(used)) == sorted(used)


def test_what_failed_is_kept_for_as_long_as_sqs_can(by_type: ByType, queues: dict[str, Any]) -> None:
    # A message keeps the age that it had in its queue: with the same retention it would be gone at once.
    for name in destinations(by_type):
        assert queues[name]["MessageRetentionPeriod"] == LONGEST_RETENTION, name


def test_somebody_is_told_of_the_first_message_that_is_left_over(by_type: ByType) -> None:
    alarms = by_type["AWS::CloudWatch::Alarm"].values()
    watched = {
        logical_id(alarm["Dimensions"][0]["Value"])
        for alarm in alarms
        if alarm.get("MetricName") == "ApproximateNumberOfMessagesVisible" and alarm["Threshold"] == 0
    }
    assert set(destinations(by_type)) <= watched


def test_queues_are_encrypted(queues: dict[str, Any]) -> None:
    assert {name for name, each in queues.items() if not each.get("SqsManagedSseEnabled")} == set()


def test_queues_take_nothing_that_is_not_encrypted_on_its_way(queues: dict[str, Any], by_type: ByType) -> None:
    protected = set()
    for policy in by_type["AWS::SQS::QueuePolicy"].values():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}:
                protected |= {each["Ref"] for each in policy["Queues"]}
    assert protected == set(queues)


def test_only_this_stacks_own_senders_may_write_to_a_queue(by_type: ByType) -> None:
    for policy in by_type["AWS::SQS::QueuePolicy"].values():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow":
                assert "aws:SourceArn" in json.dumps(statement["Condition"]), statement


def test_workers_have_time_for_at_least_one_record(functions: dict[str, Any], by_type: ByType) -> None:
    workers = {each["FunctionName"]["Ref"] for each in by_type["AWS::Lambda::EventSourceMapping"].values()}
    assert {name for name in workers if functions[name]["Timeout"] < 2 * RESERVE_SECONDS} == set()


def test_somebody_is_told_of_workers_that_crash(functions: dict[str, Any], by_type: ByType) -> None:
    called = [
        each["FunctionName"]["Ref"]
        for each in by_type["AWS::Lambda::Permission"].values()
        if each["Principal"] == "apigateway.amazonaws.com"
    ]
    watched = [
        logical_id(each["Dimensions"][0]["Value"])
        for each in by_type["AWS::CloudWatch::Alarm"].values()
        if each.get("MetricName") == "Errors"
    ]
    assert set(functions) - set(called) <= set(watched)


def test_no_function_feeds_its_own_queue_or_stream(functions: dict[str, Any], by_type: ByType) -> None:
    # It would call itself for as long as somebody pays. A table's stream has a filter against that.
    for mapping in by_type["AWS::Lambda::EventSourceMapping"].values():
        name, source = mapping["FunctionName"]["Ref"], mapping["EventSourceArn"]["Fn::GetAtt"][0]
        role = by_type["AWS::IAM::Role"][functions[name]["Role"]["Fn::GetAtt"][0]]
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                feeds = any(action in statement["Action"] for action in FEEDING)
                assert not feeds or f'"{source}"' not in json.dumps(statement["Resource"]), name


def test_what_is_done_is_remembered_and_forgotten_again(by_type: ByType, functions: dict[str, Any]) -> None:
    known = [each["Environment"]["Variables"].get("IDEMPOTENCY_TABLE_NAME") for each in functions.values()]
    for name in [each["Ref"] for each in known if each]:
        expiry = by_type["AWS::DynamoDB::Table"][name]["TimeToLiveSpecification"]
        assert expiry == {"AttributeName": "expires_at", "Enabled": True}
