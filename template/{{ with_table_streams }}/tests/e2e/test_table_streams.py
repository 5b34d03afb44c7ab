"""Changes of a table reach the function that follows them."""

import uuid

import boto3
import pytest

from e2e import done, event, eventually, functions_with, service
from local.doors import table_stream as door


@pytest.mark.parametrize("function", functions_with(door.knows))
def test_a_change_is_followed_and_what_the_function_writes_is_not(function: str) -> None:
    dynamodb = boto3.client("dynamodb")
    table = service().sources[function].split("/")[1]
    before = set(done(function))
    image = event(function, "happy")["Records"][0]["dynamodb"]["NewImage"]
    keys = [{"id": {"S": str(uuid.uuid4())}} for _ in range(2)]
    for key, writer in zip(keys, [service().functions[function], "another"], strict=True):
        dynamodb.put_item(TableName=table, Item={**image, **key, "#writer": {"S": writer}})
    eventually(lambda: set(done(function)) - before, lambda new: len(new) == 1, f"{function} has followed one change")
    for key in keys:
        dynamodb.delete_item(TableName=table, Key=key)
    eventually(lambda: set(done(function)) - before, lambda new: len(new) == 3, f"{function} has followed two removals")
