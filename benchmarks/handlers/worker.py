"""The least that works through what a trigger brings and marks it as done: a client of DynamoDB, made once."""

import boto3

client = boto3.client("dynamodb")


def handler(event, context):
    client.put_item(TableName="marks", Item={"id": {"S": context.aws_request_id}})
    return {"batchItemFailures": []}
