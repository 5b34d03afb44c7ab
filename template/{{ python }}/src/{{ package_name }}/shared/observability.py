"""The function's log and metrics. Lambda's log level and the service's name come from the environment."""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

logger = Logger()
metrics = Metrics()


def count(event: str) -> None:
    """Count one business event or outcome, like ItemCreated."""
    metrics.add_metric(name=event, unit=MetricUnit.Count, value=1)
