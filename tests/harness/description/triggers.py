"""What has functions run: queues and streams that Lambda reads, rules, and schedules."""

from collections import defaultdict
from typing import Any

from harness.description.resources import Resource, Resources
from harness.description.roles import Roles
from harness.description.words import UnknownError, Words, document, of_arn, referred


def triggers(resources: Resources, roles: Roles) -> dict[str, dict[str, Any]]:
    """By function, and in there by what triggers it."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)

    def add(name: str, what: str, described: dict[str, Any]) -> None:
        if what in found[name]:
            raise UnknownError(f"{name} is triggered twice by {what}")
        found[name][what] = described

    for it in resources.of("AWS::Lambda::EventSourceMapping"):
        add(referred(it.take("FunctionName")), it.take("EventSourceArn"), source(it))
    for it in resources.of("AWS::Events::Rule"):
        described = rule(it)
        for target in it.parts("Targets"):
            target.take("Id")
            add(of_arn(target.take("Arn")), it.name, {**described, **delivery(target)})
    for it in resources.of("AWS::Scheduler::Schedule"):
        target = it.part("Target")
        add(
            of_arn(target.take("Arn")),
            it.take("ScheduleExpression"),
            {**schedule(it), **delivery(target), "by a role that": roles.of(target.take("RoleArn"))},
        )
    return dict(found)


def source(it: Resource) -> dict[str, Any]:
    """How Lambda reads a queue or a stream."""
    return {
        "enabled": it.take("Enabled", default=True),
        "batch size": it.take("BatchSize"),
        "batching window": it.take("MaximumBatchingWindowInSeconds", 0),
        "answers": it.take("FunctionResponseTypes", []),
        "most at once": it.part("ScalingConfig").take("MaximumConcurrency"),
        "starts at": it.take("StartingPosition"),
        "batches of a shard at once": it.take("ParallelizationFactor", 1),
        "halves what failed": it.take("BisectBatchOnFunctionError", default=False),
        "retries": it.take("MaximumRetryAttempts", -1),
        "until it is this old": it.take("MaximumRecordAgeInSeconds", -1),
        "then to": it.part("DestinationConfig").part("OnFailure").take("Destination"),
        "only": [document(each.take("Pattern")) for each in it.part("FilterCriteria").parts("Filters")],
    }


def rule(it: Resource) -> dict[str, Any]:
    return {
        "state": it.take("State", "ENABLED"),
        "bus": it.take("EventBusName", "default"),
        "pattern": it.take("EventPattern"),
    }


def schedule(it: Resource) -> dict[str, Any]:
    return {
        "state": it.take("State", "ENABLED"),
        "time zone": it.take("ScheduleExpressionTimezone", "UTC"),
        "window": it.take("FlexibleTimeWindow"),
    }


def delivery(target: Words) -> dict[str, Any]:
    """What a function is given, and what becomes of what it could not be given."""
    retry = target.part("RetryPolicy")
    return {
        "input": document(target.take("Input")),
        "retries": retry.take("MaximumRetryAttempts", 185),
        "until it is this old": retry.take("MaximumEventAgeInSeconds", 86400),
        "then to": target.part("DeadLetterConfig").take("Arn"),
    }
