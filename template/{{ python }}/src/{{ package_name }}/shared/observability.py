"""The function's log and metrics. Lambda's log level and the service's name come from the environment."""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

logger = Logger()
metrics = Metrics()


def count(event: str, times: int = 1) -> None:
    """Count a business event or an outcome, like ItemCreated."""
    metrics.add_metric(name=event, unit=MetricUnit.Count, value=times)
