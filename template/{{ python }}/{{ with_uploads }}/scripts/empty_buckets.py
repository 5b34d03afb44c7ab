"""Empties the buckets of a stack, which AWS deletes only then: `python scripts/empty_buckets.py STACK REGION`."""

import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError


def main(stack: str, region: str) -> int:
    boto3.setup_default_session(region_name=region)
    try:
        buckets = buckets_of(stack)
        if not buckets:
            return 0
        if input(f"Delete everything in {' and '.join(buckets)}, all versions? [y/N] ").strip().lower() != "y":
            print("Nothing is deleted.")
            return 1
        for bucket in buckets:
            empty(bucket)
    except (BotoCoreError, ClientError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def buckets_of(stack: str) -> list[str]:
    """The names of the stack's buckets."""
    pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == "AWS::S3::Bucket"]


def empty(bucket: str) -> None:
    """Delete all versions of all objects, and what marks them as deleted."""
    boto3.resource("s3").Bucket(bucket).object_versions.delete()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
