"""Kinesis streams."""

from typing import Any

from harness.description.resources import Resource, Resources, fate


def kinesis_streams(resources: Resources) -> dict[str, Any]:
    return {it.name: stream(it) for it in resources.of("AWS::Kinesis::Stream")}


def stream(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("Name"),
        "keeps records for hours": it.take("RetentionPeriodHours", 24),
        "mode": it.part("StreamModeDetails").take("StreamMode", "PROVISIONED"),
        "shards": it.take("ShardCount"),
        "encryption": it.take("StreamEncryption"),
        **fate(it),
    }
