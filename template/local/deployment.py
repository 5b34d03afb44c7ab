"""Deploys a stack into the emulator: the files that it names, then the template, by CloudFormation's own means."""

import json
import time
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.adapt import adapted
from local.packages import fingerprint, packed
from local.problem import ServiceError
from local.references import unknown
from local.stack import Stack

BUCKET = "deployment"
POLL_SECONDS = 0.2


def deploy(stack: Stack) -> None:
    """Create the stack or bring it up to date. Raises ServiceError."""
    if missing := unknown(stack.template):
        raise ServiceError(f"The template refers to {', '.join(sorted(missing))}, which it does not have.")
    cloudformation = boto3.client("cloudformation")
    request = {
        "StackName": stack.name,
        "TemplateURL": uploaded(stack),
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in stack.parameters.items()],
        "Capabilities": ["CAPABILITY_IAM"],
    }
    try:
        if status(cloudformation, stack.name):
            cloudformation.update_stack(**request)
        else:
            cloudformation.create_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise ServiceError(str(error)) from error
    while status(cloudformation, stack.name).endswith("_IN_PROGRESS"):
        time.sleep(POLL_SECONDS)
    if status(cloudformation, stack.name) not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        raise ServiceError(reason(cloudformation, stack.name))


def status(cloudformation: Any, name: str) -> str:
    """How the stack is, empty where there is none."""
    try:
        return str(cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])
    except ClientError:
        return ""


def reason(cloudformation: Any, name: str) -> str:
    """What failed: the emulator stops there, and what an earlier deployment failed at stands before it."""
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=name)
    events = [event for page in pages for event in page["StackEvents"]]
    failed = [each for each in reversed(events) if each["ResourceStatus"].endswith("_FAILED")]
    first = failed[-1] if failed else {}
    return f"{first.get('LogicalResourceId', name)}: {first.get('ResourceStatusReason', 'no reason is given')}"


def uploaded(stack: Stack) -> str:
    """Put the stack's files and its template into a bucket, and give the template's URL."""
    s3: Any = boto3.client("s3")
    here = {} if stack.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": stack.region}}
    if BUCKET not in {each["Name"] for each in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=BUCKET, **here)
    there = {each["Key"] for page in pages(s3) for each in page.get("Contents", [])}
    keys = {}
    for name, path in stack.files.items():
        keys[name] = fingerprint(path)
        if keys[name] not in there:
            s3.put_object(Bucket=BUCKET, Key=keys[name], Body=packed(path))
    template = adapted(stack.template, stack.parameters)
    for place in places(template):
        place |= {"S3Bucket": BUCKET, "S3Key": keys[place["S3Key"]]}
    s3.put_object(Bucket=BUCKET, Key="template.json", Body=json.dumps(template))
    return f"{s3.meta.endpoint_url}/{BUCKET}/template.json"


def pages(s3: Any) -> Iterator[dict[str, Any]]:
    yield from s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)


def places(value: Any) -> Iterator[dict[str, Any]]:
    """Wherever a template says where in S3 something is."""
    if isinstance(value, dict):
        if "S3Key" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from places(each)
