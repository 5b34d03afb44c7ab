"""What is wrong with an environment in cdk.json is one line, before anything is made of it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from harness import cdk, node
from harness.render import Renderer

MISSING = object()
QUEUE = "arn:aws:sqs:us-east-1:123456789012:alarms"
A_TOPIC = "none or the ARN of a standard SNS topic"
# What is changed, and what is said of it in Python and, by zod, in TypeScript.
WRONG: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "nothing says whether it is protected": (
        {"deletionProtection": MISSING},
        {
            "python3.13": ' has no "deletionProtection".',
            "nodejs24.x": ": deletionProtection: Invalid input: expected boolean, received undefined.",
        },
    ),
    "a limit that nobody would notice": (
        {"throttleRates": 50},
        {
            "python3.13": ' has "throttleRates", which nothing reads.',
            "nodejs24.x": ': Unrecognized key: "throttleRates".',
        },
    ),
    "a word of another case": (
        {"logLevel": "Info"},
        {
            "python3.13": " has 'Info' as \"logLevel\", which has to be one of DEBUG, INFO, WARN, ERROR.",
            "nodejs24.x": ': logLevel: Invalid option: expected one of "DEBUG"|"INFO"|"WARN"|"ERROR".',
        },
    ),
    "whole days as a fraction": (
        {"logRetentionDays": 0.5},
        {
            "python3.13": ' has 0.5 as "logRetentionDays", which has to be of the type int.',
            "nodejs24.x": ": logRetentionDays: Invalid input: expected int, received number.",
        },
    ),
    "a number as text": (
        {"throttleRate": "50"},
        {
            "python3.13": " has '50' as \"throttleRate\", which has to be of the type int.",
            "nodejs24.x": ": throttleRate: Invalid input: expected number, received string.",
        },
    ),
    "a queue that alarms would tell": (
        {"alarmTopicArn": QUEUE},
        {
            "python3.13": f" has '{QUEUE}' as \"alarmTopicArn\", which has to be {A_TOPIC}.",
            "nodejs24.x": f": alarmTopicArn: Invalid input: expected {A_TOPIC}.",
        },
    ),
}


@pytest.mark.parametrize("runtime", [pytest.param("python3.13", marks=pytest.mark.slow), "nodejs24.x"])
@pytest.mark.parametrize(("change", "lines"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_one_line(
    runtime: str, change: dict[str, Any], lines: dict[str, str], render: Renderer, tmp_path: Path
) -> None:
    project = render.copy(tmp_path / "my-service", iac="cdk", runtime=runtime, alarm_topic=True)
    settings = json.loads((project / "cdk.json").read_text(encoding="utf-8"))
    environments = settings["context"]["environments"]
    changed = {**environments["staging"], **change}
    environments["staging"] = {name: value for name, value in changed.items() if value is not MISSING}
    done = subprocess.run(
        cdk.command(settings["app"], project),
        cwd=project,
        env={**node.environment(), "CDK_CONTEXT_JSON": json.dumps(settings["context"])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said == f'cdk.json: the environment "staging"{lines[runtime]}'
