"""Alarms: what they watch, when they go off, and whom they tell."""

import re
from typing import Any

from harness.description.deployment import number
from harness.description.resources import Resource, Resources
from harness.description.words import UnknownError, Words


def alarms(resources: Resources) -> dict[str, Any]:
    return {it.name: alarm(it) for it in resources.of("AWS::CloudWatch::Alarm")}


def service_alarms(resources: Resources) -> dict[str, Any]:
    return {it.name: service_alarm(it) for it in resources.of("AWS::CloudWatch::CompositeAlarm")}


def service_alarm(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("AlarmName"),
        "description": it.take("AlarmDescription"),
        "on with any of": any_of(it.take("AlarmRule")),
        "acts": it.take("ActionsEnabled", default=True),
        "tells": it.take("AlarmActions", []),
        "tells when it is over": it.take("OKActions", []),
        "tells when there is no data": it.take("InsufficientDataActions", []),
    }


def any_of(rule: str) -> list[str]:
    """The ids of alarms that stand one beside the other, in brackets or not."""
    ids = [
        re.fullmatch(r'ALARM\("\$\{(\w+)\.Arn\}"\)', each) for each in re.sub(r"^\((.*)\)$", r"\1", rule).split(" OR ")
    ]
    if None in ids:
        raise UnknownError(f"a rule on alarms: {rule}")
    return sorted(found[1] for found in ids if found)


def alarm(it: Resource) -> dict[str, Any]:
    periods = it.take("EvaluationPeriods")
    metrics = it.parts("Metrics")
    return {
        "name": it.take("AlarmName"),
        "description": it.take("AlarmDescription"),
        "watches": combined(metrics) if metrics else metric(it, it),
        "is": it.take("ComparisonOperator"),
        "threshold": threshold(it.take("Threshold")),
        "in periods": it.take("DatapointsToAlarm", periods),
        "of periods": periods,
        "without data": it.take("TreatMissingData", "missing"),
        "acts": it.take("ActionsEnabled", default=True),
        "tells": it.take("AlarmActions", []),
        "tells when it is over": it.take("OKActions", []),
        "tells when there is no data": it.take("InsufficientDataActions", []),
    }


def threshold(said: Any) -> Any:
    """A number, also where a template puts it together as text."""
    return number(said) if str(said).isdecimal() else said


def combined(metrics: list[Words]) -> dict[str, Any]:
    """An expression over metrics. What a metric is called matters where an expression names it, and nowhere else."""
    expressions = [each.take("Expression") for each in metrics]
    described: dict[str, Any] = {}
    for each, expression in zip(metrics, expressions, strict=True):
        name, stat = each.take("Id"), each.part("MetricStat")
        own = {"expression": expression} if expression else metric(stat.part("Metric"), stat)
        if each.take("ReturnData", default=True):
            name = "the alarm's"
        elif not re.search(rf"\b{name}\b", " ".join(filter(None, expressions))):
            name = " ".join(map(str, own.values()))
        if name in described:
            raise UnknownError(f"{each.place}: {name} twice")
        described[name] = own
    return described


def metric(it: Words, how: Words) -> dict[str, Any]:
    return {
        "metric": f"{it.take('Namespace')} {it.take('MetricName')}",
        "of": {each.take("Name"): each.take("Value") for each in it.parts("Dimensions")},
        "statistic": how.take("Statistic") or how.take("ExtendedStatistic") or how.take("Stat"),
        "seconds": how.take("Period"),
        "unit": how.take("Unit"),
    }
