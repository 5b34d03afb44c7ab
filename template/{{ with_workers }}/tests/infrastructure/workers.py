"""What the rules on several kinds of workers ask."""

from typing import Any

from infrastructure import ByType, logical_id, references


def readers(by_type: ByType, kind: str) -> dict[str, Any]:
    """How Lambda reads the queues, tables or streams that functions work through."""
    mappings = by_type["AWS::Lambda::EventSourceMapping"]
    return {name: each for name, each in mappings.items() if logical_id(each["EventSourceArn"]) in by_type[kind]}


def watched(by_type: ByType, metric: str, above: int) -> set[str]:
    """What has an alarm of its own on a metric, with a threshold of its environment."""
    alarms = [each for each in by_type["AWS::CloudWatch::Alarm"].values() if each.get("MetricName") == metric]
    return {logical_id(each["Dimensions"]) for each in alarms if float(each["Threshold"]) == above}


def senders(by_type: ByType, service: str) -> set[tuple[str, str]]:
    """Which topics or rules a service of AWS may bring to which queues."""
    return {
        (sender, queue)
        for policy in by_type["AWS::SQS::QueuePolicy"].values()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": service}
        for sender in references(statement["Condition"])
        for queue in references(policy["Queues"])
    }


def refuses_plain_text(policy: dict[str, Any]) -> bool:
    """Whether nobody may send what is not encrypted on its way."""
    return any(
        statement["Effect"] == "Deny"
        and statement["Principal"] in ("*", {"AWS": "*"})
        and statement["Condition"] in ({"Bool": {"aws:SecureTransport": plain}} for plain in (False, "false"))
        for statement in policy["PolicyDocument"]["Statement"]
    )
