"""Deploys a stack into the emulator: the files that it names, then the template, by CloudFormation's own means."""

import hashlib
import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.adapt import adapted
from local.problem import ServiceError
from local.stack import Stack

BUCKET = "deployment"
POLL_SECONDS = 0.2


def deploy(stack: Stack) -> None:
    """Create the stack or bring it up to date. Raises ServiceError."""
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
    """What failed first."""
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
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
    template = adapted(stack.template)
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


def files(path: Path) -> list[Path]:
    return sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def fingerprint(path: Path) -> str:
    """The same for the same content."""
    content = hashlib.sha256()
    for each in files(path):
        content.update(f"{each.relative_to(path)}\0{each.stat().st_size}\0".encode())
        content.update(each.read_bytes())
    return content.hexdigest()


def packed(path: Path) -> bytes:
    if not path.is_dir():
        return path.read_bytes()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for each in files(path):
            archive.write(each, each.relative_to(path))
    return content.getvalue()
