"""What CI runs to deploy, in its order, for real: against an emulator in the place of AWS."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
import yaml
from harness.cdk import JUST_SYNTHESIS
from harness.installed import with_node
from harness.locally import opened
from harness.render import Renderer
from harness.verbs import make

pytestmark = pytest.mark.slow

REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
# Functions run here, whatever the machine of Lambda is. The emulator takes no queue's concurrency from a parameter, and
# no routes of an HTTP API, as local/adapt.py says; events it takes as AWS does.
SERVICE = {
    "architecture": "x86_64",
    "api": "none",
    "events": "order-shipped=shop.orders/OrderShipped",
    "environments": "dev, prod",
}
VARIANTS = {
    "SAM in Python": {"runtime": "python3.13", "iac": "sam", **SERVICE},
    "SAM in TypeScript": {"runtime": "nodejs24.x", "iac": "sam", **SERVICE},
    "the CDK in Python": {"runtime": "python3.13", "iac": "cdk", **SERVICE},
    "the CDK in TypeScript": {"runtime": "nodejs24.x", "iac": "cdk", **SERVICE},
}


@contextmanager
def emulator(project: Path) -> Iterator[dict[str, str]]:
    """The environment of a job that talks to an emulator, as it talks to AWS after it took its role."""
    command = [".emulator/bin/python", "local/emulator.py"]
    with subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout
        url = started.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        try:
            yield {
                **with_node(),
                **KEYS,
                "AWS_ENDPOINT_URL": url,
                "AWS_DEFAULT_REGION": REGION,
                "AWS_REGION": REGION,
                "CI": "true",
                # Its own look at the templates is that of test_own_verbs.py.
                **JUST_SYNTHESIS,
            }
        finally:
            started.communicate()


def steps(project: Path, workflow: str, job: str, **inputs: str) -> Iterator[str]:
    """The verbs of a job, as far as its conditions hold."""
    path = project / ".github" / "workflows" / workflow
    for step in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"][job]["steps"]:
        run, condition = step.get("run", ""), step.get("if")
        if run.startswith("make ") and (condition is None or holds(condition, inputs)):
            yield run.removeprefix("make ").partition(" | ")[0]


def holds(condition: str, inputs: dict[str, str]) -> bool:
    found = re.fullmatch(r"([\w.]+) (==|!=) '(.*)'", condition)
    assert found, condition
    return (inputs[found[1]] == found[3]) == (found[2] == "==")


def stacks(env: dict[str, str]) -> dict[str, str]:
    client: Any = boto3.client(
        "cloudformation",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 -- the emulator's
    )
    return {stack["StackName"]: stack["StackStatus"] for stack in client.describe_stacks()["Stacks"]}


@pytest.mark.parametrize("answers", VARIANTS.values(), ids=VARIANTS)
def test_what_was_built_once_is_deployed_everywhere(answers: dict[str, str], render: Renderer, tmp_path: Path) -> None:
    project = opened(render, tmp_path, **answers)
    with emulator(project) as env:
        assert "build" in steps(project, "ci.yml", "check")
        make(project, "build", env=env)
        if answers["iac"] == "cdk":
            subprocess.run(["npx", "cdk", "bootstrap"], cwd=project, env=env, check=True, capture_output=True)
        # Only what was built is there from now on.
        (project / "src").rename(project / "src.away")
        for name in ("dev", "prod"):
            for verb in steps(project, "deploy.yml", "deploy", **{"inputs.environment": name}):
                make(project, *verb.split(), env={**env, "ENV": name})
        (shown,) = steps(project, "ci.yml", "show-prod")
        assert "OnOrderShippedFunction" not in make(project, *shown.split(), env=env)
        (project / "src.away").rename(project / "src")
        own = {**env, "ENV": "dev", "SUFFIX": "pr-7"}
        for verb in steps(project, "pull-request.yml", "stack", **{"github.event.action": "opened"}):
            make(project, *verb.split(), env=own)
        there = {name: status for name, status in stacks(env).items() if name.startswith("my-service")}
        assert there == dict.fromkeys(("my-service-dev", "my-service-dev-pr-7", "my-service-prod"), "CREATE_COMPLETE")
        for verb in steps(project, "pull-request.yml", "stack", **{"github.event.action": "closed"}):
            make(project, *verb.split(), env=own)
        assert "my-service-dev-pr-7" not in stacks(env)
