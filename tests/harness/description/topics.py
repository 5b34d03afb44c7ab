"""Topics, who may publish, and where their messages go."""

from typing import Any

from harness.description.keys import key_named
from harness.description.policies import sentences, with_policies
from harness.description.resources import Resource, Resources, fate
from harness.description.words import Words, document


def topics(resources: Resources) -> dict[str, Any]:
    found = with_policies(resources, "AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics")
    return {it.name: topic(it, policy, resources) for it, policy in found}


def topic(it: Resource, policy: Any, resources: Resources) -> dict[str, Any]:
    subscriptions = [*it.parts("Subscription"), *resources.of("AWS::SNS::Subscription", TopicArn=it.name)]
    itself = {f"${{{it.name}}}": "itself"}
    return {
        "name": it.take("TopicName"),
        "first in, first out": it.take("FifoTopic", default=False),
        "deduplicates by content": it.take("ContentBasedDeduplication", default=False),
        "throughput": it.take("FifoThroughputScope"),
        "encrypted by the key": key_named(it.take("KmsMasterKeyId")),
        "policy": sentences(policy, itself),
        "subscriptions": dict(sorted(subscription(each) for each in subscriptions)),
        **fate(it),
    }


def subscription(it: Words) -> tuple[str, dict[str, Any]]:
    return f"{it.take('Protocol')} {it.take('Endpoint')}", {
        "raw": it.take("RawMessageDelivery", default=False),
        "only": document(it.take("FilterPolicy")),
        "filtered by": it.take("FilterPolicyScope", "MessageAttributes"),
        "what failed": it.take("RedrivePolicy"),
    }
