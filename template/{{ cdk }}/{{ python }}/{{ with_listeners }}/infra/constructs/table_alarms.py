"""Alarms on tables that refuse reads and writes."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.constructs.alarm import Alarm
from infra.constructs.service_table import ServiceTable

PERIOD = Duration.minutes(5)
# CloudWatch takes at most ten metrics in one alarm: two of each of five tables.
TABLES = 5


def alarm_on_throttles(scope: Construct, tables: list[ServiceTable]) -> None:
    for first in range(0, len(tables), TABLES):
        metrics: dict[str, cloudwatch.IMetric] = {}
        for number, table in enumerate(tables[first : first + TABLES]):
            for name, metric in (("reads", "ReadThrottleEvents"), ("writes", "WriteThrottleEvents")):
                metrics[f"{name}_{number}"] = table.metric(metric, period=PERIOD, statistic="Sum")
        Alarm(
            scope,
            f"TableThrottlesAlarm{first // TABLES + 1 if first else ''}",
            description="DynamoDB refused more than 10 reads and writes in 5 minutes",
            metric=cloudwatch.MathExpression(
                # A table reports throttles only when there are any.
                expression="SUM(FILL(METRICS(), 0))",
                period=PERIOD,
                using_metrics=metrics,
            ),
            above=10,
        )
