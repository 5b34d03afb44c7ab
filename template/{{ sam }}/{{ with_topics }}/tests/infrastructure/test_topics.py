"""Topics: each message reaches every queue that the topic feeds, or is kept where that queue's failures are."""

from typing import Any

import pytest

ByType = dict[str, dict[str, Any]]


@pytest.fixture
def topics(by_type: ByType) -> dict[str, Any]:
    """All but the one that alarms write to."""
    return {name: each for name, each in by_type["AWS::SNS::Topic"].items() if name != "AlarmTopic"}


@pytest.fixture
def subscriptions(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::SNS::Subscription"]


def test_each_topic_feeds_a_queue(topics: dict[str, Any], subscriptions: dict[str, Any]) -> None:
    assert {each["TopicArn"]["Ref"] for each in subscriptions.values()} >= set(topics)


def test_topics_are_encrypted(topics: dict[str, Any]) -> None:
    assert {name for name, each in topics.items() if "KmsMasterKeyId" not in each} == set()


def test_topics_take_nothing_that_is_not_encrypted_on_its_way(by_type: ByType) -> None:
    protected = set()
    for policy in by_type["AWS::SNS::TopicPolicy"].values():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}:
                protected.add(statement["Resource"]["Ref"])
    assert protected == set(by_type["AWS::SNS::Topic"])


def test_what_cannot_be_delivered_is_kept_by_the_queue_it_was_for(
    subscriptions: dict[str, Any], by_type: ByType
) -> None:
    # Without it SNS gives up after some weeks at most, or at once where it is not allowed to write, and nobody knows.
    for name, subscription in subscriptions.items():
        queue = by_type["AWS::SQS::Queue"][subscription["Endpoint"]["Fn::GetAtt"][0]]
        kept_by = subscription["RedrivePolicy"]["deadLetterTargetArn"]
        assert kept_by == queue["RedrivePolicy"]["deadLetterTargetArn"], name


def test_messages_arrive_as_they_were_sent(subscriptions: dict[str, Any]) -> None:
    # Else the worker gets SNS's envelope for its message, and the attributes, like the idempotency key, are inside it.
    assert {name for name, each in subscriptions.items() if each.get("RawMessageDelivery") is not True} == set()


def test_topics_may_write_to_their_queues(subscriptions: dict[str, Any], by_type: ByType) -> None:
    allowed = set()
    for policy in by_type["AWS::SQS::QueuePolicy"].values():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Principal"] == {"Service": "sns.amazonaws.com"}:
                senders = statement["Condition"]["ArnEquals"]["aws:SourceArn"]
                allowed |= {(sender["Ref"], queue["Ref"]) for sender in senders for queue in policy["Queues"]}
    needed = {(each["TopicArn"]["Ref"], each["Endpoint"]["Fn::GetAtt"][0]) for each in subscriptions.values()}
    assert needed <= allowed


def test_fifo_topics_feed_fifo_queues(topics: dict[str, Any], subscriptions: dict[str, Any], by_type: ByType) -> None:
    for name, subscription in subscriptions.items():
        queue = by_type["AWS::SQS::Queue"][subscription["Endpoint"]["Fn::GetAtt"][0]]
        assert queue.get("FifoQueue") == topics[subscription["TopicArn"]["Ref"]].get("FifoTopic"), name
