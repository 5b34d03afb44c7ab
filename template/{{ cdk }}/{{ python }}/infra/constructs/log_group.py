"""A log group that forgets."""

from typing import cast

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.settings import Settings


class LogGroup(logs.LogGroup):
    """Declared, because those that AWS makes by itself keep their logs, and their cost, for ever."""

    def __init__(self, scope: Construct, construct_id: str, *, name: str) -> None:
        super().__init__(
            scope,
            construct_id,
            log_group_name=name,
            removal_policy=RemovalPolicy.DESTROY,
        )
        # The construct itself takes the name of a period, not its days.
        resource = cast("logs.CfnLogGroup", self.node.default_child)
        resource.retention_in_days = Settings.of(scope).log_retention_days
