"""The least that reads one record: a client of DynamoDB, made once."""

import boto3

client = boto3.client("dynamodb")


def handler(event, context):
    answer = client.get_item(TableName="items", Key={"id": {"S": event["pathParameters"]["id"]}})
    return {"statusCode": 200, "body": answer["Item"]["name"]["S"]}
