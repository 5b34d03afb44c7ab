"""logger_metrics.py with Powertools' idempotency utility."""

import boto3
from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)

logger = Logger()
metrics = Metrics()
client = boto3.client("dynamodb")
layer = DynamoDBPersistenceLayer(table_name="idempotency", boto3_client=client)


@idempotent_function(data_keyword_argument="key", config=IdempotencyConfig(), persistence_store=layer)
def work(key):
    return client.get_item(TableName="items", Key={"id": {"S": key}})["Item"]["name"]["S"]


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event, context):
    body = work(key=event["pathParameters"]["id"])
    logger.info("answered")
    metrics.add_metric(name="Succeeded", unit=MetricUnit.Count, value=1)
    return {"statusCode": 200, "body": body}
