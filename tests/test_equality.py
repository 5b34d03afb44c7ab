"""SAM and CDK describe one system, in each environment, but for what `harness/accepted.py` gives a reason for."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harness import cdk, sam
from harness.accepted import ACCEPTED, without_accepted
from harness.answers import EVERYTHING
from harness.description import Description, describe
from harness.differences import differences
from harness.render import Renderer
from test_structure import OTHERS, RESOURCES, STRUCTURE

Answers = dict[str, Any]
ALL_OF_IT = {**EVERYTHING, "alarm_email": "alarms@example.com", "owner": "team-a"}
ALL_OF_IT_IN_TYPESCRIPT = {"runtime": "nodejs24.x", "api": "rest", **ALL_OF_IT}
EVERYDAY = [
    pytest.param({}, id="the default service"),
    pytest.param(ALL_OF_IT, id="every trigger"),
    pytest.param({"runtime": "nodejs24.x"}, id="the default service in TypeScript"),
    pytest.param(ALL_OF_IT_IN_TYPESCRIPT, id="every trigger and REST in TypeScript"),
]
# Six tables are too many for one alarm on throttles.
AWKWARD = {"resources": f"{RESOURCES['awkward resources']}, items", "alarm_email": "alarms@example.com"}
# A runtime decides one property, a region the partition; all else is of the language.
MORE = [
    *(
        pytest.param({"runtime": runtime, **ALL_OF_IT}, id=f"every trigger on {runtime}")
        for runtime in ("python3.12", "python3.14", "nodejs22.x")
    ),
    pytest.param(AWKWARD, id="awkward resources"),
    pytest.param({"runtime": "nodejs24.x", "api": "rest", **AWKWARD}, id="awkward resources in TypeScript"),
    pytest.param({"region": "cn-north-1", "api": "rest", **ALL_OF_IT}, id="every trigger in China"),
    pytest.param({"region": "us-gov-west-1", **ALL_OF_IT}, id="every trigger in GovCloud"),
]
COMBINATIONS = [*MORE, *(each for each in STRUCTURE + OTHERS if str(each.id).endswith("CDK"))]
WITH_EVERY_SETTING = {
    "api": "rest",
    "schedules": "heartbeat=rate(5 minutes)",
    "uploads": "documents",
    "alarm_email": "alarms@example.com",
}
# What people change by environment: SAM's parameter, the word in cdk.json, and another value of each.
SETTINGS: dict[str, tuple[str, Any, str, Any]] = {
    "logs": ("LogLevel", "WARN", "logLevel", "WARN"),
    "origin": ("CorsAllowOrigin", "https://example.com", "corsAllowOrigin", "https://example.com"),
    "rate": ("ThrottleRate", "7", "throttleRate", 7),
    "burst": ("ThrottleBurst", "9", "throttleBurst", 9),
    "access": ("ApiAccessLogs", "enabled", "apiAccessLogs", True),
    "uploads": ("UploadConcurrency", "0", "uploadConcurrency", 0),
    "schedules": ("Schedules", "DISABLED", "schedules", "DISABLED"),
    "email": ("AlarmEmail", "others@example.com", "alarmEmail", "others@example.com"),
}


def described(render: Renderer, answers: Answers) -> Iterator[tuple[str, Description, Description]]:
    """Each environment, as SAM and as CDK describe it."""
    by_sam = sam.deployments(render(**{**answers, "iac": "sam"}))
    by_cdk = cdk.deployments(render(**{**answers, "iac": "cdk"}))
    assert list(by_sam) == list(by_cdk)
    for environment in by_sam:
        yield environment, describe(by_sam[environment]), describe(by_cdk[environment])


def differing(render: Renderer, answers: Answers) -> str:
    return "\n".join(
        f"{environment}: {line}"
        for environment, by_sam, by_cdk in described(render, answers)
        for line in differences(*without_accepted(by_sam, by_cdk))
    )


@pytest.mark.parametrize("answers", EVERYDAY)
def test_sam_and_cdk_describe_one_system(answers: Answers, render: Renderer) -> None:
    found = differing(render, answers)
    assert not found, f"\n{found}"


@pytest.mark.slow
@pytest.mark.parametrize("answers", COMBINATIONS)
def test_sam_and_cdk_describe_one_system_in_any_combination(answers: Answers, render: Renderer) -> None:
    found = differing(render, answers)
    assert not found, f"\n{found}"


@pytest.mark.parametrize("runtime", ["python3.13", "nodejs24.x"])
def test_a_setting_has_the_same_effect(runtime: str, render: Renderer, tmp_path: Path) -> None:
    """Every setting of an environment is changed in one of its own."""
    answers = {"runtime": runtime, **WITH_EVERY_SETTING}
    before = sam.deployments(render(**answers))["dev"]
    project = render.copy(tmp_path / "my-service", iac="cdk", **answers)
    context = json.loads((project / "cdk.json").read_text(encoding="utf-8"))
    row = context["context"]["environments"]["dev"]
    context["context"]["environments"] = {name: {**row, word: value} for name, (_, _, word, value) in SETTINGS.items()}
    (project / "cdk.json").write_text(json.dumps(context), encoding="utf-8")
    by_cdk = cdk.deployments(project)
    for name, (parameter, value, _, _) in SETTINGS.items():
        environment: Answers = {"stack_name": f"my-service-{name}", "tags": {**before.tags, "environment": name}}
        unchanged = replace(before, **environment)
        changed = replace(unchanged, parameters={**before.parameters, parameter: value})
        assert describe(changed) != describe(unchanged), name
        found = list(differences(*without_accepted(describe(changed), describe(by_cdk[name]))))
        assert found == [], name


def test_each_accepted_difference_is_there(render: Renderer) -> None:
    """What no combination needs is no difference any more."""
    services = [*described(render, ALL_OF_IT), *described(render, ALL_OF_IT_IN_TYPESCRIPT)]
    for difference in ACCEPTED:
        others = [each for each in ACCEPTED if each is not difference]
        left = [differences(*without_accepted(by_sam, by_cdk, others)) for _, by_sam, by_cdk in services]
        assert any(list(each) for each in left), difference.__name__
