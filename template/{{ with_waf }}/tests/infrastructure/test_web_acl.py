"""The web ACL stands before the API, blocks attacks, and leaves alone what the API takes."""

from typing import Any

import pytest

from infrastructure import ByType, logical_id, references

ATTACKS = {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"}
# Functions take bodies of up to 256 KB, and this rule would block those of more than 8.
COUNTED = {"SizeRestrictions_BODY"}


@pytest.fixture
def rules(by_type: ByType) -> list[dict[str, Any]]:
    (acl,) = by_type["AWS::WAFv2::WebACL"].values()
    return list(acl["Rules"])


@pytest.fixture
def groups(rules: list[dict[str, Any]]) -> dict[str, Any]:
    """The rules that are AWS's own."""
    found = [each["Statement"].get("ManagedRuleGroupStatement") for each in rules]
    return {group["Name"]: group for group in found if group}


def test_the_web_acl_stands_before_each_stage(by_type: ByType) -> None:
    before = [each["ResourceArn"] for each in by_type["AWS::WAFv2::WebACLAssociation"].values()]
    assert references(before) >= by_type["AWS::ApiGateway::Stage"].keys() | by_type["AWS::ApiGateway::RestApi"].keys()


def test_what_aws_knows_as_attacks_is_blocked(rules: list[dict[str, Any]], groups: dict[str, Any]) -> None:
    assert groups.keys() >= ATTACKS
    for rule in rules:
        # To count instead is how a rule is tried, and then forgotten.
        assert rule.get("OverrideAction", {"None": {}}) == {"None": {}}, rule["Name"]


def test_only_what_the_api_takes_is_let_through(groups: dict[str, Any]) -> None:
    counted = {rule["Name"] for group in groups.values() for rule in group.get("RuleActionOverrides", [])}
    assert counted == COUNTED


def test_one_address_cannot_flood_the_api(rules: list[dict[str, Any]], settings: dict[str, Any]) -> None:
    (flood,) = [each for each in rules if "RateBasedStatement" in each["Statement"]]
    assert flood["Action"] == {"Block": {}}
    statement = flood["Statement"]["RateBasedStatement"]
    assert (statement["Limit"], statement["EvaluationWindowSec"]) == (settings["waf_rate_limit"], 300)


def test_what_is_blocked_is_logged_without_tokens(by_type: ByType) -> None:
    (logging,) = by_type["AWS::WAFv2::LoggingConfiguration"].values()
    (destination,) = logging["LogDestinationConfigs"]
    group = by_type["AWS::Logs::LogGroup"][logical_id(destination.rpartition(":")[2])]
    assert group["LogGroupName"].startswith("aws-waf-logs-")
    (kept,) = logging["LoggingFilter"]["Filters"]
    assert {"ActionCondition": {"Action": "BLOCK"}} in kept["Conditions"]
    assert {"SingleHeader": {"Name": "authorization"}} in logging["RedactedFields"]
