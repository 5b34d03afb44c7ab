"""client.py with Powertools' Logger."""

import boto3
from aws_lambda_powertools.logging import Logger

logger = Logger()
client = boto3.client("dynamodb")


@logger.inject_lambda_context
def handler(event, context):
    answer = client.get_item(TableName="items", Key={"id": {"S": event["pathParameters"]["id"]}})
    logger.info("answered")
    return {"statusCode": 200, "body": answer["Item"]["name"]["S"]}
