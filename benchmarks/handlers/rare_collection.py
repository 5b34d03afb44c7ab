"""client.py that looks for garbage less often: a start makes many objects and hardly any garbage."""

import gc

gc.set_threshold(100_000)

import boto3  # noqa: E402 -- what is measured

client = boto3.client("dynamodb")


def handler(event, context):
    answer = client.get_item(TableName="items", Key={"id": {"S": event["pathParameters"]["id"]}})
    return {"statusCode": 200, "body": answer["Item"]["name"]["S"]}
