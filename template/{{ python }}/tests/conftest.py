"""What all tests share: the environment that Lambda would give, and a context to call handlers with."""

import os
from collections.abc import Iterator

import pytest

from invoke import Context
from local_aws import local_aws, point_at

# Before any module of the service is imported; no test ever talks to a real AWS account.
point_at("http://127.0.0.1:9")
os.environ["POWERTOOLS_LOG_LEVEL"] = "INFO"


@pytest.fixture
def context() -> Context:
    return Context("get-item")


@pytest.fixture(scope="session")
def aws() -> Iterator[str]:
    """An AWS on loopback with the service's tables; its URL."""
    with local_aws() as url:
        yield url
