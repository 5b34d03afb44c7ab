"""The client of S3, and the two parts of a bucket."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from .aws import CONFIG

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

# What is uploaded, and what the service makes of it: the rule that calls its function hears of the first only.
INCOMING = "incoming/"
PROCESSED = "processed/"

# By itself boto3 signs for the endpoint of us-east-1, from where S3 redirects, and browsers do not follow a form.
_REGIONAL = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})


@cache
def s3(read_timeout: float = 2) -> "S3Client":
    """The S3 client that waits so many seconds for an answer, made when it is first needed."""
    return boto3.client("s3", config=CONFIG.merge(_REGIONAL).merge(Config(read_timeout=read_timeout)))
