"""Log groups: where logs are, and for how long."""

from typing import Any

from harness.description.resources import Resource, Resources, fate


def log_groups(resources: Resources) -> dict[str, Any]:
    return {it.name: log_group(it) for it in resources.of("AWS::Logs::LogGroup")}


def metric_filters(resources: Resources) -> dict[str, Any]:
    return {it.name: metric_filter(it) for it in resources.of("AWS::Logs::MetricFilter")}


def log_group(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("LogGroupName"),
        "keeps days": it.take("RetentionInDays"),
        "class": it.take("LogGroupClass", "STANDARD"),
        "encrypted by the key": it.take("KmsKeyId"),
        **fate(it),
    }


def metric_filter(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("FilterName"),
        "reads": it.take("LogGroupName"),
        "finds": it.take("FilterPattern"),
        "as transformed": it.take("ApplyOnTransformedLogs", default=False),
        "counts": [
            {
                "metric": f"{each.take('MetricNamespace')} {each.take('MetricName')}",
                "of": {part.take("Key"): part.take("Value") for part in each.parts("Dimensions")},
                "value": each.take("MetricValue"),
                "else": each.take("DefaultValue"),
                "unit": each.take("Unit"),
            }
            for each in it.parts("MetricTransformations")
        ],
    }
