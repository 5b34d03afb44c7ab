"""client.py with Powertools' Logger, Metrics and resolver of HTTP APIs."""

import boto3
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

logger = Logger()
metrics = Metrics()
client = boto3.client("dynamodb")
app = APIGatewayHttpResolver()


@app.get("/items/<record_id>")
def get_item(record_id):
    answer = client.get_item(TableName="items", Key={"id": {"S": record_id}})
    logger.info("answered")
    metrics.add_metric(name="Succeeded", unit=MetricUnit.Count, value=1)
    return {"name": answer["Item"]["name"]["S"]}


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event, context):
    return app.resolve(event, context)
