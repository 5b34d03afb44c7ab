"""logger_metrics.py with Powertools' batch utility, over a batch of one record."""

import boto3
from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

logger = Logger()
metrics = Metrics()
client = boto3.client("dynamodb")
processor = BatchProcessor(event_type=EventType.SQS)


def work(record):
    return client.get_item(TableName="items", Key={"id": {"S": record["messageId"]}})


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event, context):
    record = {"messageId": event["pathParameters"]["id"], "body": "", "eventSource": "aws:sqs"}
    answer = process_partial_response(
        event={"Records": [record]},
        record_handler=work,
        processor=processor,
        context=context,
    )
    logger.info("answered")
    metrics.add_metric(name="Succeeded", unit=MetricUnit.Count, value=1)
    return {"statusCode": 200, "body": str(answer)}
