"""Files to a bucket."""

from typing import Any

import boto3

from local.running import Running

CONTENT = b"An example"


def knows(event: dict[str, Any]) -> bool:
    return bool(event.get("source") == "aws.s3")


def send(service: Running, function: str, event: dict[str, Any]) -> str:
    variables = service.variables(function)
    bucket = next(value for name, value in variables.items() if name.endswith("_BUCKET_NAME"))
    key = event["detail"]["object"]["key"]
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=CONTENT)
    return f"{key} is in {bucket}"
