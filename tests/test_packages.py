"""What is built is what is deployed: each function's folder alone answers its events in Lambda's own client."""

import json
import platform
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from harness.answers import EVERYTHING
from harness.engine import Model
from harness.render import Renderer
from harness.runtime import Function
from harness.source import ENVIRONMENT
from harness.verbs import environment, interpreter, make, uv

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(platform.system() != "Linux", reason="Lambda's runtime client runs on Linux only"),
]
ARCHITECTURE = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
SERVICES = {
    "HTTP": {"api": "http"},
    "REST, two resources": {"api": "rest", "resources": "person:people, api-keys"},
    "every trigger": EVERYTHING,
}
# The variables that name what a function uses: it is given its own, and no others.
AWS_SERVICES = {"_TABLE_NAME": "dynamodb", "_BUCKET_NAME": "s3", "_QUEUE_URL": "sqs", "_TOPIC_ARN": "sns"}
LOCAL_AWS = """
import json, os, sys
sys.path.insert(0, "scripts")
import boto3
from local_aws import ENVIRONMENT, TABLES, local_aws, store_example
with local_aws() as url:
    print(json.dumps({name: os.environ[name] for name in [*ENVIRONMENT, "AWS_ENDPOINT_URL"]}), flush=True)
    for _ in sys.stdin:
        for name in TABLES.values():
            table = boto3.resource("dynamodb").Table(name)
            for item in table.scan()["Items"]:
                table.delete_item(Key={"id": item["id"]})
        store_example()
        print("stored", flush=True)
"""


@contextmanager
def local_aws(project: Path) -> Iterator[tuple[dict[str, str], Callable[[], None]]]:
    """The project's own emulator: the functions' variables, and what makes all tables new again."""
    process = subprocess.Popen(
        [".venv/bin/python", "-c", LOCAL_AWS], cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    reader, writer = process.stdout, process.stdin

    def store() -> None:
        writer.write("\n")
        writer.flush()
        assert reader.readline() == "stored\n"

    try:
        yield json.loads(reader.readline()), store
    finally:
        writer.close()
        process.wait(timeout=60)
        reader.close()


def runtime_client(folder: Path, python: Path) -> Path:
    """The Python of an environment that has AWS's runtime client and nothing else."""
    subprocess.run([uv(), "venv", "--quiet", "--python", python, folder], env=ENVIRONMENT, check=True)
    client = folder / "bin" / "python"
    install = [
        uv(),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(client),
        f"awslambdaric=={metadata.version('awslambdaric')}",
    ]
    subprocess.run(install, env=ENVIRONMENT, check=True)
    return client


def outcome(answer: Any) -> Any:
    """What the model says of an event: a status, the records that come again, or whether all of it does."""
    match answer:
        case {"statusCode": status}:
            return status
        case {"batchItemFailures": failures}:
            return [each["itemIdentifier"] for each in failures]
        case {"errorType": _}:
            return True
    return answer is not None


@pytest.mark.parametrize("services", SERVICES.values(), ids=SERVICES)
def test_each_package_answers_its_events(
    services: dict[str, str], render: Renderer, model: Callable[..., Model], tmp_path: Path
) -> None:
    version = next((version for version in ("3.13", "3.12") if interpreter(version)), None)
    python = interpreter(version) if version else None
    if python is None:
        pytest.skip("there is neither Python 3.13 nor 3.12 on this machine")
    answers = {"runtime": f"python{version}", "architecture": ARCHITECTURE, **services}
    project = render.copy(tmp_path / "my-service", **answers)
    make(project, "setup", "dist", env=environment("3.11", f"{version}"))
    client = runtime_client(tmp_path / "client", python)
    answered: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    with local_aws(project) as (variables, store):
        for function in model(**answers)["functions"]:
            package = project / "dist" / function["name"]
            own = {each["name"] for each in function["environment"]}
            described = {path.name for path in (package / "botocore" / "data").iterdir() if path.is_dir()}
            used = {service for suffix, service in AWS_SERVICES.items() for name in own if name.endswith(suffix)}
            # Powertools speaks of clients of S3 and STS.
            assert used <= described <= used | {"dynamodb", "s3", "sts"}
            others = {name for name in variables if name.endswith(tuple(AWS_SERVICES))} - own
            known = {name: each for name, each in variables.items() if name not in others}
            with Function(client, package, function["handler"], known) as lambda_function:
                for event in function["events"]:
                    store()
                    case = f"{function['name']}/{event['name']}"
                    (expected[case],) = (event[key] for key in ("status", "failed", "fails") if key in event)
                    text = (project / "events" / f"{case}.json").read_text(encoding="utf-8")
                    answered[case] = outcome(lambda_function.invoke(json.loads(text)))
    assert answered == expected
