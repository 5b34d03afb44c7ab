"""Stores a record whose input is checked by hand."""

import json

import boto3

client = boto3.client("dynamodb")


def handler(event, context):
    fields = json.loads(event["body"])
    name, description = fields.get("name"), fields.get("description")
    if not isinstance(name, str) or not 1 <= len(name) <= 100:
        return {"statusCode": 400}
    if description is not None and (not isinstance(description, str) or len(description) > 1000):
        return {"statusCode": 400}
    client.put_item(TableName="items", Item={"id": {"S": "1"}, "name": {"S": name}})
    return {"statusCode": 201}
