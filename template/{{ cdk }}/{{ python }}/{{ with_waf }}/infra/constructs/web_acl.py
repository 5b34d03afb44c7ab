"""What stands before the API and keeps floods and known attacks away from it."""

from typing import Any

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from infra.constructs.api import Api
from infra.constructs.log_group import LogGroup
from infra.settings import Settings

# The common rules block bodies of more than 8 KB; functions take 256, and refuse what is larger.
COUNTED = ["SizeRestrictions_BODY"]
LOGGED = ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"]
REDACTED = ["authorization", "cookie"]


class WebAcl(wafv2.CfnWebACL):
    def __init__(self, scope: Construct, construct_id: str, *, api: Api) -> None:
        stack = Stack.of(scope)
        super().__init__(
            scope,
            construct_id,
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow=wafv2.CfnWebACL.AllowActionProperty()),
            name=stack.stack_name,
            rules=[
                floods(Settings.of(scope).waf_rate_limit),
                managed("common-attacks", 1, "AWSManagedRulesCommonRuleSet", COUNTED),
                managed("known-bad-inputs", 2, "AWSManagedRulesKnownBadInputsRuleSet", []),
            ],
            scope="REGIONAL",
            visibility_config=measured(stack.stack_name),
        )
        wafv2.CfnWebACLAssociation(
            self,
            "Association",
            resource_arn=api.deployment_stage.stage_arn,
            web_acl_arn=self.attr_arn,
        )
        # AWS WAF writes only into groups whose names begin like this.
        log_group = LogGroup(self, "LogGroup", name=f"aws-waf-logs-{stack.stack_name}")
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            # The group's own ARN ends with ":*", which AWS WAF does not take.
            log_destination_configs=[
                stack.format_arn(
                    service="logs",
                    resource="log-group",
                    resource_name=log_group.log_group_name,
                    arn_format=ArnFormat.COLON_RESOURCE_NAME,
                ),
            ],
            # What is let through is in the functions' logs.
            logging_filter={
                "DefaultBehavior": "DROP",
                "Filters": [
                    {
                        "Behavior": "KEEP",
                        "Requirement": "MEETS_ANY",
                        "Conditions": [{"ActionCondition": {"Action": action}} for action in LOGGED],
                    },
                ],
            },
            redacted_fields=[
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": name}) for name in REDACTED
            ],
            resource_arn=self.attr_arn,
        )


def floods(limit: int) -> wafv2.CfnWebACL.RuleProperty:
    """Blocks an address that sends more requests than this in 5 minutes."""
    rate = wafv2.CfnWebACL.RateBasedStatementProperty(aggregate_key_type="IP", evaluation_window_sec=300, limit=limit)
    return wafv2.CfnWebACL.RuleProperty(
        name="floods",
        priority=0,
        action=wafv2.CfnWebACL.RuleActionProperty(block=wafv2.CfnWebACL.BlockActionProperty()),
        statement=wafv2.CfnWebACL.StatementProperty(rate_based_statement=rate),
        visibility_config=measured("floods"),
    )


def managed(name: str, priority: int, group: str, counted: list[str]) -> wafv2.CfnWebACL.RuleProperty:
    """Blocks what a group of AWS's rules says, but for those that only count."""
    count: Any = wafv2.CfnWebACL.RuleActionProperty(count=wafv2.CfnWebACL.CountActionProperty())
    overrides = [wafv2.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=count) for rule in counted]
    rules = wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS",
        name=group,
        rule_action_overrides=overrides or None,
    )
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(managed_rule_group_statement=rules),
        visibility_config=measured(name),
    )


def measured(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    """By a metric of its own; samples of requests would show tokens, which the log leaves out."""
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True,
        metric_name=name,
        sampled_requests_enabled=False,
    )
