"""Tables, and how what is in them is protected."""

from typing import Any

from harness.description.resources import Resource, Resources, fate


def tables(resources: Resources) -> dict[str, Any]:
    return {it.name: table(it) for it in resources.of("AWS::DynamoDB::Table")}


def table(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("TableName"),
        "key": it.take("KeySchema"),
        "attributes": it.take("AttributeDefinitions"),
        "indexes": it.take("GlobalSecondaryIndexes", []),
        "billing": it.take("BillingMode", "PROVISIONED"),
        "stream": it.take("StreamSpecification"),
        "expiry": it.take("TimeToLiveSpecification"),
        "recovery": it.take("PointInTimeRecoverySpecification"),
        "encryption": it.take("SSESpecification"),
        "protected from deletion": it.take("DeletionProtectionEnabled", default=False),
        **fate(it),
    }
