"""Whoever calls the API from this machine: the AWS identity that the SDK finds."""

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from local.problem import ServiceError


def proof(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> dict[str, str]:
    """The headers of the same request, signed. Raises ServiceError."""
    session = boto3.Session()
    if not (found := session.get_credentials()):
        raise ServiceError("There are no credentials to sign requests with: log in to AWS.")
    request = AWSRequest(method, url, headers, body)
    SigV4Auth(found.get_frozen_credentials(), "execute-api", session.region_name).add_auth(request)
    return dict(request.headers.items())


def words() -> list[str]:
    """What curl needs to sign a request."""
    region = boto3.Session().region_name
    return ["--aws-sigv4", f"aws:amz:{region}:execute-api", "-u", "ACCESS_KEY_ID:SECRET_ACCESS_KEY"]
