"""Web ACLs: what they stand before, what they keep away, and where they write it down."""

from typing import Any

from harness.description.resources import Resource, Resources


def web_acls(resources: Resources) -> dict[str, Any]:
    return {it.name: web_acl(it, resources) for it in resources.of("AWS::WAFv2::WebACL")}


def web_acl(it: Resource, resources: Resources) -> dict[str, Any]:
    associations = resources.of("AWS::WAFv2::WebACLAssociation", WebACLArn=it.name)
    return {
        "name": it.take("Name"),
        "scope": it.take("Scope"),
        "otherwise": it.take("DefaultAction"),
        "rules": {rule.take("Name"): rule.take_all() for rule in it.parts("Rules")},
        "measured": it.take("VisibilityConfig"),
        "before": sorted(each.take("ResourceArn") for each in associations),
        "logs": [log(each) for each in resources.of("AWS::WAFv2::LoggingConfiguration", ResourceArn=it.name)],
    }


def log(it: Resource) -> dict[str, Any]:
    return {
        "to": it.take("LogDestinationConfigs"),
        "only": it.take("LoggingFilter"),
        "without": it.take("RedactedFields"),
    }
