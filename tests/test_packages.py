"""What is built is what is deployed: each function's folder alone answers its events in Lambda's own client."""

import platform
import re
from pathlib import Path
from typing import Any

import pytest
from harness.answers import EVERYTHING
from harness.render import Renderer
from harness.services import Service, built_service
from harness.verbs import interpreter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(platform.system() != "Linux", reason="Lambda's runtime clients run on Linux only"),
]
RUNTIMES = {
    "Python": "python3.13" if interpreter("3.13") else "python3.12",
    "Node.js": "nodejs24.x",
}
SERVICES = {
    "HTTP": {"api": "http"},
    "REST, two resources": {"api": "rest", "resources": "person:people, api-keys"},
    "every trigger": EVERYTHING,
}
# The variables that name what a function uses, and the AWS service that it takes.
AWS_SERVICES = {"_TABLE_NAME": "dynamodb", "_BUCKET_NAME": "s3", "_QUEUE_URL": "sqs", "_TOPIC_ARN": "sns"}


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


def used(function: dict[str, Any]) -> set[str]:
    """The AWS services that a function's variables name."""
    names = [each["name"] for each in function["environment"]]
    return {service for suffix, service in AWS_SERVICES.items() for name in names if name.endswith(suffix)}


def carried(package: Path) -> set[str]:
    """The AWS services whose clients are in a package."""
    if (package / "index.mjs").exists():
        text = (package / "index.mjs").read_text(encoding="utf-8")
        return set(re.findall(r'"com\.amazonaws\.(dynamodb|s3|sns|sqs)"', text))
    return {path.name for path in (package / "botocore" / "data").iterdir() if path.is_dir()}


def answers_all_events(service: Service) -> None:
    answered: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    for function in service.model["functions"]:
        # Powertools for Python speaks of clients of S3 and STS; every Python package has DynamoDB's.
        assert used(function) <= carried(service.project / "dist" / function["name"]), function["name"]
        assert carried(service.project / "dist" / function["name"]) <= used(function) | {"dynamodb", "s3", "sts"}
        for event in function["events"]:
            service.aws.reset()
            case = f"{function['name']}/{event['name']}"
            (expected[case],) = (event[key] for key in ("status", "failed", "fails") if key in event)
            answered[case] = outcome(service.invoke(function["name"], service.event(case)))
    assert answered == expected


@pytest.mark.parametrize("services", SERVICES.values(), ids=SERVICES)
@pytest.mark.parametrize("runtime", RUNTIMES.values(), ids=RUNTIMES)
def test_each_package_answers_its_events(
    runtime: str, services: dict[str, str], render: Renderer, tmp_path: Path
) -> None:
    with built_service(render, tmp_path, {"runtime": runtime, **services}) as service:
        answers_all_events(service)


REJECTS = """
export async function handler() {
  Promise.reject(new Error('nobody handles this'));
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
"""


def test_a_rejection_that_nobody_handles_fails_the_invocation(render: Renderer, tmp_path: Path) -> None:
    with built_service(render, tmp_path, {"runtime": "nodejs24.x"}) as service:
        (service.project / "dist" / "get-item" / "index.mjs").write_text(REJECTS, encoding="utf-8")
        with service.function("get-item") as function:
            assert function.ended_by(service.event("get-item/happy")) != 0
