"""Stores a record whose input is checked by msgspec."""

from typing import Annotated

import boto3
import msgspec

client = boto3.client("dynamodb")


class Fields(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    description: Annotated[str, msgspec.Meta(max_length=1000)] | None = None


def handler(event, context):
    fields = msgspec.json.decode(event["body"], type=Fields)
    client.put_item(TableName="items", Item={"id": {"S": "1"}, "name": {"S": fields.name}})
    return {"statusCode": 201}
