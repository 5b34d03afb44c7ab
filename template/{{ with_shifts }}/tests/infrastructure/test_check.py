"""What tries a new version, with AWS in memory: CodeDeploy always hears of the outcome."""

import io
import json
import runpy
from pathlib import Path
from typing import Any

import boto3
import pytest

CHECK = Path(__file__).parents[2] / "deployment" / "check.py"
CHECKS = json.loads(CHECK.with_name("checks.json").read_text(encoding="utf-8"))
EVENT = {"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "hook-1"}
NAME = min(CHECKS)


class FakeAws:
    """CodeDeploy and Lambda, as far as they are asked."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {"Payload": b"{}"}
        self.described = f"{NAME} at log level INFO"
        self.functions = ["f"]
        self.invoked: list[dict[str, Any]] = []
        self.reported: list[dict[str, Any]] = []
        self.broken = False

    def list_deployment_targets(self, **_: Any) -> dict[str, Any]:
        if self.broken:
            raise RuntimeError("CodeDeploy is not available")
        return {"targetIds": self.functions}

    def batch_get_deployment_targets(self, **asked: Any) -> dict[str, Any]:
        infos = [{"functionName": each, "currentVersion": "6", "targetVersion": "7"} for each in asked["targetIds"]]
        return {"deploymentTargets": [{"lambdaTarget": {"lambdaFunctionInfo": each}} for each in infos]}

    def put_lifecycle_event_hook_execution_status(self, **reported: Any) -> None:
        self.reported.append(reported)

    def get_waiter(self, name: str) -> "FakeAws":
        assert name == "published_version_active"
        return self

    def wait(self, **waited: Any) -> None:
        assert waited["Qualifier"] == "7"

    def get_function_configuration(self, **_: Any) -> dict[str, str]:
        return {"Description": self.described}

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.invoked.append(asked)
        return {**self.answer, "Payload": io.BytesIO(self.answer["Payload"])}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    fake = FakeAws()
    monkeypatch.setattr(boto3, "client", lambda *_, **__: fake)
    return fake


def outcome(aws: FakeAws) -> str:
    # Run as a file: an import would leave bytecode beside it, and that would be deployed.
    runpy.run_path(str(CHECK))["handler"](EVENT, None)
    (reported,) = aws.reported
    assert reported["deploymentId"] == "d-1"
    assert reported["lifecycleEventHookExecutionId"] == "hook-1"
    return str(reported["status"])


@pytest.mark.parametrize(
    "payload",
    [b'{"statusCode": 200}', b'{"statusCode": 404}', b'{"batchItemFailures": []}', b"null", b""],
)
def test_a_version_that_answers_gets_its_calls(aws: FakeAws, payload: bytes) -> None:
    aws.answer = {"Payload": payload}
    assert outcome(aws) == "Succeeded"


def test_the_new_version_is_called_with_its_functions_check(aws: FakeAws) -> None:
    outcome(aws)
    (asked,) = aws.invoked
    assert (asked["FunctionName"], asked["Qualifier"]) == ("f", "7")
    assert json.loads(asked["Payload"]) == CHECKS[NAME]


@pytest.mark.parametrize(
    "answer",
    [
        {"Payload": b'{"statusCode": 500}'},
        {"Payload": b'{"statusCode": 503}'},
        {"Payload": b'{"errorType": "Runtime.ImportModuleError"}', "FunctionError": "Unhandled"},
    ],
)
def test_a_version_that_fails_gets_none(aws: FakeAws, answer: dict[str, Any]) -> None:
    aws.answer = answer
    assert outcome(aws) == "Failed"


def test_what_could_not_be_checked_is_not_deployed(aws: FakeAws) -> None:
    # CodeDeploy would wait for an hour if it heard nothing.
    aws.broken = True
    assert outcome(aws) == "Failed"


def test_a_deployment_of_nothing_is_no_success(aws: FakeAws) -> None:
    aws.functions = []
    assert outcome(aws) == "Failed"


def test_a_function_that_has_no_check_is_not_deployed(aws: FakeAws) -> None:
    aws.described = "something-else at log level INFO"
    assert outcome(aws) == "Failed"
