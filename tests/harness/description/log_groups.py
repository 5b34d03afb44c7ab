"""Log groups: where logs are, and for how long."""

from typing import Any

from harness.description.resources import Resource, Resources, fate


def log_groups(resources: Resources) -> dict[str, Any]:
    return {it.name: log_group(it) for it in resources.of("AWS::Logs::LogGroup")}


def log_group(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("LogGroupName"),
        "keeps days": it.take("RetentionInDays"),
        "class": it.take("LogGroupClass", "STANDARD"),
        "encrypted by the key": it.take("KmsKeyId"),
        **fate(it),
    }
