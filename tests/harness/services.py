"""A built service as AWS would run it: each package in Lambda's own runtime client, an AWS over HTTP behind them."""

import json
import os
import platform
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Self

import boto3  # type: ignore[import-untyped]
import pytest

from harness import node
from harness.engine import Model
from harness.installed import set_up, with_node
from harness.render import Renderer
from harness.runtime import Function
from harness.source import ENVIRONMENT
from harness.verbs import environment, interpreter, uv

ARCHITECTURE = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
START_SECONDS = 60
KEYS = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}
# The record and the files that the events speak of.
EXAMPLE = {
    "id": "11111111-1111-4111-8111-111111111111",
    "name": "Example",
    "created_at": "2026-06-01T12:00:00.000Z",
    "updated_at": "2026-06-01T12:00:00.000Z",
    "version": 1,
}
FILES = {
    "incoming/11111111-1111-4111-8111-111111111111": b"An example",
    "incoming/Résumé of Ann & Bob+1 (final).pdf": b"Another",
    "processed/11111111-1111-4111-8111-111111111111": b"An example",
}


@cache
def connected(kind: Callable[..., Any], name: str, url: str) -> Any:
    """A client or a resource of boto3, of which each takes a while to make."""
    return kind(name, endpoint_url=url, **KEYS)


class Aws:
    """The emulator of a project, with the tables, buckets, queues and topics of its model."""

    def __init__(self, project: Path, model: Model) -> None:
        self._emulator = project / ".emulator" / "bin" / "ministack"
        self._folder = project / ".emulator" / "state"
        self._model = model
        self.variables: dict[str, str] = {}

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{port}"
        self._folder.mkdir(exist_ok=True)
        settings = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": port, "LAMBDA_EXECUTOR": "local"}
        others = {"IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "TMPDIR": str(self._folder)}
        self._process = subprocess.Popen(
            [self._emulator],
            env={**os.environ, **settings, **others, "STATE_DIR": str(self._folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_for(f"{self.url}/_ministack/ready")
        self._create()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def client(self, name: str) -> Any:
        return connected(boto3.client, name, self.url)

    def table(self, name: str) -> Any:
        return connected(boto3.resource, "dynamodb", self.url).Table(name)

    def reset(self, known: Container[str] | None = None) -> None:
        """The example record in every table, the files in every bucket, and nothing else anywhere.

        With the variables that a function knows, what is behind these alone.
        """

        def meant(kind: str) -> list[dict[str, Any]]:
            return [each for each in self._model[kind] if known is None or each["variable"] in known]

        for table in (self.table(each["name"]) for each in meant("tables")):
            for item in table.scan()["Items"]:
                table.delete_item(Key={"id": item["id"]})
            table.put_item(Item=EXAMPLE)
        for bucket in (each["name"] for each in meant("buckets")):
            for found in self.client("s3").list_objects_v2(Bucket=bucket).get("Contents", []):
                self.client("s3").delete_object(Bucket=bucket, Key=found["Key"])
            for key, content in FILES.items():
                self.client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType="text/plain")
        for queue in meant("sqs_queues"):
            self.messages(queue["name"])

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """All messages of a queue, which is empty then."""
        sqs, found = self.client("sqs"), []
        url = self._queues[queue]
        asked = {
            "QueueUrl": url,
            "MaxNumberOfMessages": 10,
            "MessageAttributeNames": ["All"],
            "AttributeNames": ["All"],
        }
        while messages := sqs.receive_message(**asked).get("Messages"):
            for message in messages:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found += messages
        return found

    def _create(self) -> None:
        for table in self._model["tables"]:
            self.client("dynamodb").create_table(
                TableName=table["name"],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                BillingMode="PAY_PER_REQUEST",
            )
            self.variables[table["variable"]] = table["name"]
        for bucket in self._model["buckets"]:
            self.client("s3").create_bucket(Bucket=bucket["name"])
            self.variables[bucket["variable"]] = bucket["name"]
        self._queues: dict[str, str] = {}
        for queue in self._model["sqs_queues"]:
            fifo = {"FifoQueue": "true"} if queue["fifo"] else {}
            created = self.client("sqs").create_queue(QueueName=queue["physical_suffix"], Attributes=fifo)
            self.variables[queue["variable"]] = self._queues[queue["name"]] = created["QueueUrl"]
        for topic in self._model["sns_topics"]:
            fifo = {"FifoTopic": "true"} if topic["fifo"] else {}
            created = self.client("sns").create_topic(Name=topic["physical_suffix"], Attributes=fifo)
            self.variables[topic["variable"]] = created["TopicArn"]


class Service:
    """The built packages of a project; each function starts when it is first invoked."""

    def __init__(self, project: Path, model: Model, aws: Aws, client: list[str | Path]) -> None:
        self.project = project
        self.model = model
        self.aws = aws
        self._client = client
        self._functions = {each["name"]: each for each in model["functions"]}
        self._stack = ExitStack()
        self._started: dict[str, Function] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def event(self, case: str) -> Any:
        """The event of a case like get-item/happy."""
        return json.loads((self.project / "events" / f"{case}.json").read_text(encoding="utf-8"))

    def invoke(self, name: str, event: Any, remaining_ms: int = 60_000) -> Any:
        if name not in self._started:
            self._started[name] = self._stack.enter_context(self.function(name))
        return self._started[name].invoke(event, remaining_ms)

    def known(self, name: str) -> set[str]:
        """The variables that the infrastructure gives a function."""
        return {each["name"] for each in self._functions[name]["environment"]}

    def logged(self, name: str) -> list[dict[str, Any]]:
        """The log of a function that was invoked."""
        return self._started[name].logged()

    def function(self, name: str, **changes: str) -> Function:
        """A process of its own, which knows the variables that the infrastructure gives it, and no others."""
        function = self._functions[name]
        own = self.known(name)
        variables = {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.aws.url,
            "CORS_ALLOW_ORIGIN": "http://localhost:3000",
            "POWERTOOLS_METRICS_NAMESPACE": "my-service",
            "POWERTOOLS_SERVICE_NAME": "my-service",
            "no_proxy": "127.0.0.1",
            **{variable: value for variable, value in self.aws.variables.items() if variable in own},
        }
        package = self.project / "dist" / name
        return Function(self._client, package, function["handler"], {**variables, **changes})


@contextmanager
def built_service(render: Renderer, folder: Path, answers: dict[str, str]) -> Iterator[Service]:
    """The service with these answers, built by its own verbs; skips the test where its runtime can't be had."""
    answers = {"architecture": ARCHITECTURE, **answers}
    project = render.copy(folder / "my-service", **answers)
    if answers["runtime"].startswith("nodejs"):
        client, env = node_client(), with_node()
    else:
        version = answers["runtime"].removeprefix("python")
        client, env = python_client(folder / "client", version), environment("3.11", version)
    set_up(project, answers["runtime"], "dist", env=env)
    model = render.engine.model(answers)
    with Aws(project, model) as aws, Service(project, model, aws, client) as service:
        yield service


def node_client() -> list[str | Path]:
    client = node.runtime_client()
    if client is None:
        pytest.skip("AWS's runtime client for Node.js can't be compiled on this machine")
    return [node.program(), client]


def python_client(folder: Path, version: str) -> list[str | Path]:
    """The Python of an environment that has AWS's runtime client and nothing else."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    subprocess.run([uv(), "venv", "--quiet", "--python", python, folder], env=ENVIRONMENT, check=True)
    client = folder / "bin" / "python"
    package = f"awslambdaric=={metadata.version('awslambdaric')}"
    install = [uv(), "pip", "install", "--quiet", "--python", str(client), package]
    subprocess.run(install, env=ENVIRONMENT, check=True)
    return [client, "-m", "awslambdaric"]


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own process, on loopback
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert time.monotonic() < deadline, "the emulator did not start"
            time.sleep(0.05)
