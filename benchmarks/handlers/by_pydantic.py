"""Stores a record whose input is checked by pydantic."""

from typing import Annotated

import boto3
from pydantic import BaseModel, Field

client = boto3.client("dynamodb")


class Fields(BaseModel, extra="forbid"):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    description: Annotated[str, Field(max_length=1000)] | None = None


def handler(event, context):
    fields = Fields.model_validate_json(event["body"])
    client.put_item(TableName="items", Item={"id": {"S": "1"}, "name": {"S": fields.name}})
    return {"statusCode": 201}
