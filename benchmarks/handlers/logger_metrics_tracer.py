"""client.py with Powertools' Logger, Metrics and Tracer, which is the X-Ray SDK."""

import boto3
from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from aws_lambda_powertools.tracing import Tracer

logger = Logger()
metrics = Metrics()
tracer = Tracer()
client = boto3.client("dynamodb")


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
@tracer.capture_lambda_handler
def handler(event, context):
    answer = client.get_item(TableName="items", Key={"id": {"S": event["pathParameters"]["id"]}})
    logger.info("answered")
    metrics.add_metric(name="Succeeded", unit=MetricUnit.Count, value=1)
    return {"statusCode": 200, "body": answer["Item"]["name"]["S"]}
