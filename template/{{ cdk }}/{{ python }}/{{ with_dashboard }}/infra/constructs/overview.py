"""What people look at when something is wrong: README says how."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, cast

from aws_cdk import CfnElement, Fn, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.service_function import ServiceFunction

Kind = TypeVar("Kind", bound=Construct)

INFRA = Path(__file__).parents[1]
# CloudWatch takes no more log groups in a query; the rule on so many alarms is within its 10,240 characters.
MOST = 50


def overlook(stack: Stack) -> None:
    """Add a dashboard, saved queries of the logs, and one alarm on all alarms that the stack has by now."""
    cloudwatch.CfnDashboard(
        stack,
        "ServiceDashboard",
        dashboard_body=Fn.sub((INFRA / "dashboard.json").read_text(encoding="utf-8")),
        # Dashboards are of the account, not of a region.
        dashboard_name=f"{stack.stack_name}-{stack.region}",
    )
    for suffix, alarms in batches(ordered(stack, cloudwatch.Alarm)):
        # It tells nobody: each alarm does so itself. Pagers, status pages and deployments look at this one.
        cloudwatch.CompositeAlarm(
            stack,
            f"ServiceAlarm{suffix}",
            alarm_description="An alarm of the service is on",
            alarm_rule=cloudwatch.AlarmRule.any_of(*alarms),
            composite_alarm_name="-".join(filter(None, [stack.stack_name, suffix])),
        )
    queries = json.loads((INFRA / "queries.json").read_text(encoding="utf-8"))
    for suffix, some in batches(log_groups(stack)):
        for logical_id, query in queries.items():
            logs.CfnQueryDefinition(
                stack,
                f"{logical_id}{suffix}",
                log_group_names=[log_group.log_group_name for log_group in some],
                name=f"{stack.stack_name}/{' '.join(filter(None, [query['name'], suffix]))}",
                query_string="\n| ".join(query["lines"]),
            )


def log_groups(stack: Stack) -> list[logs.LogGroup]:
    """Those of the functions, not the API's."""
    own = [each for each in stack.node.find_all() if isinstance(each, ServiceFunction)]
    return [each for each in ordered(stack, logs.LogGroup) if each.node.scope in own]


def ordered(stack: Stack, kind: type[Kind]) -> list[Kind]:
    """All of a kind, by their logical ids."""
    found = [each for each in stack.node.find_all() if isinstance(each, kind)]
    return sorted(found, key=lambda each: stack.get_logical_id(cast("CfnElement", each.node.default_child)))


def batches(every: list[Kind]) -> Iterator[tuple[str, list[Kind]]]:
    """As many as CloudWatch takes at once; all batches but the first have a number."""
    for first in range(0, len(every), MOST):
        yield f"{first // MOST + 1}" if first else "", every[first : first + MOST]
