"""An alarm of the service."""

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct


class Alarm(cloudwatch.Alarm):
    """Goes off when a metric is above a threshold for some periods; silence is no alarm."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        description: str,
        metric: cloudwatch.IMetric,
        above: float,
        periods: int = 1,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            alarm_description=description,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=periods,
            metric=metric,
            threshold=above,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
