"""Records of a Kinesis stream reach their function."""

import base64

import boto3
import pytest

from e2e import done, event, eventually, functions_with, service
from local.doors import kinesis_stream as door


@pytest.mark.parametrize("function", functions_with(door.knows))
def test_records_are_done(function: str) -> None:
    kinesis = boto3.client("kinesis")
    stream = service().sources[function].rpartition("/")[2]
    data = base64.b64decode(event(function, "happy")["Records"][0]["kinesis"]["data"])
    put = [kinesis.put_record(StreamName=stream, Data=data, PartitionKey="first") for _ in range(3)]
    sent = {f"{each['ShardId']}:{each['SequenceNumber']}" for each in put}
    eventually(lambda: set(done(function)), lambda keys: sent <= keys, f"{function} has done {sent}")
