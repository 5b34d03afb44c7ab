"""The client of DynamoDB, with timeouts that fit inside a function's own."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnectionError

from .errors import UnavailableError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# Three attempts of 1 + 2 seconds at most, and the waits between them (up to 1 and 2 seconds in standard mode):
# 12 seconds at worst, which leaves a function of 15 seconds time to answer.
CONFIG = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 3})

# The level of a function's log is the root logger's, too, and at DEBUG botocore logs every item and every signature.
for _library in ("boto3", "botocore", "urllib3"):
    logging.getLogger(_library).setLevel(logging.INFO)

_SERVER_ERROR = 500
_THROTTLING = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "Throttled",
    "ThrottlingException",
}


@cache
def dynamodb() -> "DynamoDBClient":
    """The DynamoDB client, made when it is first needed."""
    return boto3.client("dynamodb", config=CONFIG)


@contextmanager
def unavailable_when_aws_is() -> Iterator[None]:
    """Turns throttling, AWS's own errors and silence, after all attempts, into UnavailableError."""
    try:
        yield
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status >= _SERVER_ERROR or error.response["Error"]["Code"] in _THROTTLING:
            raise UnavailableError("Try again later.") from error
        raise
    except (NoConnectionError, HTTPClientError) as error:
        raise UnavailableError("Try again later.") from error


def in_init(make_client: Callable[[], object]) -> None:
    """In Lambda, make the client at once: the need is certain, and INIT has more processor time than a request has."""
    if "AWS_LAMBDA_INITIALIZATION_TYPE" in os.environ:
        make_client()
