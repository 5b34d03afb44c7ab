"""Topics: each message reaches every queue that the topic feeds, or is kept where that queue's failures are."""

from typing import Any

import pytest

from infrastructure import ByType, logical_id, references
from infrastructure.workers import refuses_plain_text, senders


@pytest.fixture
def topics(by_type: ByType) -> dict[str, Any]:
    """All but the one that alarms write to."""
    return {name: each for name, each in by_type["AWS::SNS::Topic"].items() if name != "AlarmTopic"}


@pytest.fixture
def subscriptions(by_type: ByType, topics: dict[str, Any]) -> dict[str, Any]:
    found = by_type["AWS::SNS::Subscription"]
    return {name: each for name, each in found.items() if logical_id(each["TopicArn"]) in topics}


def test_each_topic_feeds_a_queue(topics: dict[str, Any], subscriptions: dict[str, Any]) -> None:
    assert references([each["TopicArn"] for each in subscriptions.values()]) >= set(topics)


def test_topics_are_encrypted(topics: dict[str, Any]) -> None:
    assert {name for name, each in topics.items() if "KmsMasterKeyId" not in each} == set()


def test_topics_take_nothing_that_is_not_encrypted_on_its_way(by_type: ByType) -> None:
    policies = by_type["AWS::SNS::TopicPolicy"].values()
    protected = references([each["Topics"] for each in policies if refuses_plain_text(each)])
    assert protected == set(by_type["AWS::SNS::Topic"])


def test_what_cannot_be_delivered_is_kept_by_the_queue_it_was_for(
    subscriptions: dict[str, Any], by_type: ByType
) -> None:
    # Without it SNS gives up after some weeks at most, or at once where it is not allowed to write, and nobody knows.
    for name, subscription in subscriptions.items():
        queue = by_type["AWS::SQS::Queue"][logical_id(subscription["Endpoint"])]
        kept_by = subscription["RedrivePolicy"]["deadLetterTargetArn"]
        assert kept_by == queue["RedrivePolicy"]["deadLetterTargetArn"], name


def test_messages_arrive_as_they_were_sent(subscriptions: dict[str, Any]) -> None:
    # Else the worker gets SNS's envelope for its message, and the attributes, like the idempotency key, are inside it.
    assert {name for name, each in subscriptions.items() if each.get("RawMessageDelivery") is not True} == set()


def test_topics_may_write_to_their_queues(subscriptions: dict[str, Any], by_type: ByType) -> None:
    # To those behind them as well, for what can't be delivered.
    allowed = senders(by_type, "sns.amazonaws.com")
    for name, each in subscriptions.items():
        queues = references([each["Endpoint"], each["RedrivePolicy"]])
        assert {(logical_id(each["TopicArn"]), queue) for queue in queues} <= allowed, name


def test_fifo_topics_feed_fifo_queues(topics: dict[str, Any], subscriptions: dict[str, Any], by_type: ByType) -> None:
    for name, subscription in subscriptions.items():
        queue = by_type["AWS::SQS::Queue"][logical_id(subscription["Endpoint"])]
        assert queue.get("FifoQueue") == topics[logical_id(subscription["TopicArn"])].get("FifoTopic"), name
