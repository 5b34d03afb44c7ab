"""Messages by way of the queues: each is done once, and what can't be done ends in the dead-letter queue."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from e2e import done, event, eventually, functions_with, service
from local.doors import queue as door

WORKERS = functions_with(door.knows)
# Long enough for a first invocation: what takes longer comes again while it is worked on.
SECONDS = "3"


class Queue:
    """The queue that feeds a function."""

    def __init__(self, arn: str) -> None:
        self._sqs: Any = boto3.client("sqs")
        self._url = self._sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
        self.fifo = arn.endswith(".fifo")

    def send(self, body: str, group: str = "", key: str = "") -> str:
        """Send a message, and give the key by which its work is known."""
        fifo = {"MessageGroupId": group or str(uuid.uuid4()), "MessageDeduplicationId": str(uuid.uuid4())}
        attributes = {"idempotency-key": {"DataType": "String", "StringValue": key}} if key else {}
        sent = self._sqs.send_message(
            QueueUrl=self._url, MessageBody=body, MessageAttributes=attributes, **(fifo if self.fifo else {})
        )
        return key or str(sent["MessageId"])

    def attribute(self, name: str) -> str:
        found = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=[name])
        return str(found["Attributes"].get(name, ""))

    def set_visibility(self, seconds: str) -> None:
        self._sqs.set_queue_attributes(QueueUrl=self._url, Attributes={"VisibilityTimeout": seconds})

    def take(self) -> list[str]:
        """The ids of what is there, which is taken out."""
        found = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return [message["MessageId"] for message in found]


@pytest.fixture(params=WORKERS)
def function(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def queue(function: str) -> Iterator[Queue]:
    """The queue. What fails comes again after seconds meanwhile, instead of minutes."""
    found = Queue(service().sources[function])
    before = found.attribute("VisibilityTimeout")
    found.set_visibility(SECONDS)
    yield found
    found.set_visibility(before)


@pytest.fixture
def dead_letters(queue: Queue) -> Queue:
    return Queue(json.loads(queue.attribute("RedrivePolicy"))["deadLetterTargetArn"])


def bodies(function: str, case: str) -> list[str]:
    return [str(record["body"]) for record in event(function, case)["Records"]]


def test_a_message_is_done(function: str, queue: Queue) -> None:
    key = queue.send(bodies(function, "happy")[0])
    eventually(lambda: done(function), lambda keys: key in keys, f"{function} has done {key}")


def test_a_message_that_comes_twice_is_done_once(function: str, queue: Queue) -> None:
    body, key = bodies(function, "happy")[0], str(uuid.uuid4())
    queue.send(body, group=key, key=key)
    first = eventually(lambda: done(function), lambda keys: key in keys, f"{function} has done {key}")
    queue.send(body, group=key, key=key)
    # Other tests' messages may still be on their way. What is sent last says that the one before it has come.
    last = queue.send(body, group=key)
    after = eventually(lambda: done(function), lambda keys: last in keys, f"{function} has done {last}")
    # Each time that it is done has a mark with a time of its own.
    assert after[key] == first[key]


def test_poison_is_put_aside_and_its_neighbours_are_done(function: str, queue: Queue, dead_letters: Queue) -> None:
    first, poison, last = (queue.send(body) for body in bodies(function, "poison"))
    eventually(lambda: done(function), lambda keys: {first, last} <= set(keys), f"{function} has done the others")
    eventually(dead_letters.take, lambda ids: poison in ids, "the poison is put aside")
    assert poison not in done(function)


def test_a_message_group_waits_for_what_fails(function: str, queue: Queue, dead_letters: Queue) -> None:
    if not queue.fifo:
        pytest.skip("its queue has no order")
    group = str(uuid.uuid4())
    first, poison, last = (queue.send(body, group) for body in bodies(function, "poison"))
    left: list[str] = []

    def look() -> tuple[bool, bool]:
        # In this order: what is done between the two looks must not seem to have come first.
        is_done = last in done(function)
        left.extend(dead_letters.take())
        return is_done, poison in left

    assert eventually(look, any, "the group goes on") != (True, False), "what came after the poison did not wait"
    assert first in done(function)
    # SQS counts each time that a message is received: what always came together with the poison is put aside as well.
    eventually(look, lambda seen: seen[0] or last in left, "the rest of the group is done or put aside")
