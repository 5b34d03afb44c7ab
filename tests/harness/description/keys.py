"""Keys that things are encrypted by, and who may use them."""

import re
from typing import Any

from harness.description.policies import sentences
from harness.description.resources import Resource, Resources, fate
from harness.description.words import PARTITION, REGION, referred


def keys(resources: Resources) -> dict[str, Any]:
    return {it.name: key(it, resources) for it in resources.of("AWS::KMS::Key")}


def key(it: Resource, resources: Resources) -> dict[str, Any]:
    return {
        "description": it.take("Description"),
        "aliases": sorted(each.take("AliasName") for each in resources.of("AWS::KMS::Alias", TargetKeyId=it.name)),
        "rotates": it.take("EnableKeyRotation", default=False),
        "days until it is gone": it.take("PendingWindowInDays", 30),
        "policy": sentences(it.take("KeyPolicy"), {"*": "itself"}),
        **fate(it),
    }


def key_named(text: str | None) -> str | None:
    """A key is referred to by its id or its ARN, one of AWS's own by its alias."""
    if text is None:
        return None
    alias = re.fullmatch(rf"(?:arn:{PARTITION}:kms:{REGION}:\$\{{AWS::AccountId\}}:)?(alias/aws/\w+)", text)
    return alias[1] if alias else referred(text)
