"""As client.py, by boto3's older interface of resources."""

import boto3

table = boto3.resource("dynamodb").Table("items")


def handler(event, context):
    answer = table.get_item(Key={"id": event["pathParameters"]["id"]})
    return {"statusCode": 200, "body": answer["Item"]["name"]}
