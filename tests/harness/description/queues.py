"""Queues, and who may send to them."""

from typing import Any

from harness.description.keys import key_named
from harness.description.policies import sentences, with_policies
from harness.description.resources import Resource, Resources, fate


def queues(resources: Resources) -> dict[str, Any]:
    found = with_policies(resources, "AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues")
    return {it.name: queue(it, policy) for it, policy in found}


def queue(it: Resource, policy: Any) -> dict[str, Any]:
    # In a queue's policy "*" is that queue.
    itself = {"*": "itself", f"${{{it.name}.Arn}}": "itself"}
    return {
        "name": it.take("QueueName"),
        "first in, first out": it.take("FifoQueue", default=False),
        "deduplicates by content": it.take("ContentBasedDeduplication", default=False),
        "deduplicates within": it.take("DeduplicationScope"),
        "throughput": it.take("FifoThroughputLimit"),
        "visibility timeout": it.take("VisibilityTimeout", 30),
        "delay": it.take("DelaySeconds", 0),
        "keeps messages": it.take("MessageRetentionPeriod", 345600),
        "encrypted by SQS": it.take("SqsManagedSseEnabled", default=True),
        "encrypted by the key": key_named(it.take("KmsMasterKeyId")),
        "what failed": it.take("RedrivePolicy"),
        "takes what failed in": it.take("RedriveAllowPolicy"),
        "policy": sentences(policy, itself),
        **fate(it),
    }
