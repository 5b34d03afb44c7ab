"""Runs that nearly ran out of time or memory, counted by what Lambda reports in the log."""

from aws_cdk import Aws, Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.alarm import Alarm
from infra.settings import Settings

METRIC = "NearLimits"
USED = "$.record.metrics"


class NearLimitsFilter(logs.MetricFilter):
    """Counts the runs of a function that used more than 80 % of its time, in seconds, or of its memory, in MB."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        log_group: logs.ILogGroup,
        timeout: int,
        memory: int,
    ) -> None:
        report = logs.FilterPattern.string_value("$.type", "=", "platform.report")
        slow = logs.FilterPattern.number_value(f"{USED}.durationMs", ">", timeout * 800)
        large = logs.FilterPattern.number_value(f"{USED}.maxMemoryUsedMB", ">", memory * 4 // 5)
        super().__init__(
            scope,
            construct_id,
            filter_pattern=logs.FilterPattern.all(report, logs.FilterPattern.any(slow, large)),
            log_group=log_group,
            metric_name=METRIC,
            metric_namespace=Aws.STACK_NAME,
            metric_value="1",
            unit=cloudwatch.Unit.COUNT,
        )


class NearLimitsAlarm(Alarm):
    """One metric and one alarm for all functions: an alarm for each would cost as much as the rest of them together."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        limit = Settings.of(scope).alarm_near_limits
        super().__init__(
            scope,
            construct_id,
            description=f"More than {limit} runs of functions used more than 80 % of their time or memory in 5 minutes",
            metric=cloudwatch.Metric(
                metric_name=METRIC,
                namespace=Aws.STACK_NAME,
                period=Duration.minutes(5),
                statistic="Sum",
            ),
            above=limit,
        )
