"""What all tests share: the environment that Lambda would give, and a context to call handlers with."""

import logging
import os
from collections.abc import Iterator
from io import StringIO

import pytest

from invoke import Context
from local_aws import ENVIRONMENT, local_aws, point_at

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


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the service logs."""
    stream = StringIO()
    service = logging.getLogger(ENVIRONMENT["POWERTOOLS_SERVICE_NAME"])
    monkeypatch.setattr(service.handlers[0], "stream", stream)
    return stream
