"""What every function has, whoever added it."""

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

EVENTS = Path(__file__).parents[2] / "events"

ByType = dict[str, dict[str, Any]]


def test_functions_share_one_runtime_that_aws_supports(functions: dict[str, Any]) -> None:
    runtimes = {function["Runtime"] for function in functions.values()}
    assert len(runtimes) == 1, runtimes
    lifecycle = json.loads((files("cfnlint.data.AdditionalSpecs") / "LmbdRuntimeLifecycle.json").read_text())
    assert date.fromisoformat(lifecycle[runtimes.pop()]["deprecated"]) > datetime.now(UTC).date()


def test_functions_share_one_architecture(functions: dict[str, Any]) -> None:
    # Packages hold compiled code, and `make build` makes them all for the same one.
    assert len({tuple(function["Architectures"]) for function in functions.values()}) == 1


def test_functions_are_traced(functions: dict[str, Any]) -> None:
    assert {name for name, each in functions.items() if each.get("TracingConfig") != {"Mode": "Active"}} == set()


def test_functions_log_json_at_the_level_of_the_environment(
    functions: dict[str, Any], overrides: dict[str, str]
) -> None:
    wanted = {"LogFormat": "JSON", "ApplicationLogLevel": overrides["LogLevel"]}
    assert {name for name, each in functions.items() if each["LoggingConfig"] != wanted} == set()


def test_functions_have_a_log_group(functions: dict[str, Any], by_type: ByType) -> None:
    # Lambda makes a missing one itself, and that one keeps its logs, and their cost, for ever.
    names = [group["LogGroupName"]["Fn::Sub"] for group in by_type["AWS::Logs::LogGroup"].values()]
    assert {name for name in functions if f"/aws/lambda/${{{name}}}" not in names} == set()


def test_log_groups_forget(template: dict[str, Any]) -> None:
    groups = {name: each for name, each in template["Resources"].items() if each["Type"] == "AWS::Logs::LogGroup"}
    assert {name for name, each in groups.items() if not each["Properties"].get("RetentionInDays")} == set()


def test_functions_that_call_themselves_are_stopped(functions: dict[str, Any]) -> None:
    # Lambda's recursion detection works unless it is turned off.
    assert {name for name, each in functions.items() if each.get("RecursiveLoop") == "Allow"} == set()


def test_each_package_is_called_by_its_own_handler(template: dict[str, Any]) -> None:
    # A package is the folder of one function: its handler is named like it, or is the index of all there is.
    packages = []
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            packages.append(resource["Properties"]["CodeUri"])
            own = packages[-1].removeprefix("dist/").replace("-", "_")
            assert {own, "index"} & set(resource["Properties"]["Handler"].split(".")), name
    assert len(packages) == len(set(packages))


@pytest.fixture(scope="module")
def names(template: dict[str, Any]) -> set[str]:
    """What people call the functions: get-item for GetItemFunction."""
    resources = [each for each in template["Resources"].values() if each["Type"] == "AWS::Serverless::Function"]
    return {resource["Properties"]["CodeUri"].removeprefix("dist/") for resource in resources}


def test_functions_have_a_happy_event(names: set[str]) -> None:
    assert {name for name in names if not (EVENTS / name / "happy.json").is_file()} == set()


def test_events_belong_to_functions(names: set[str]) -> None:
    assert {path.parent.name for path in EVENTS.glob("*/*")} <= names


def test_events_are_json() -> None:
    for path in EVENTS.glob("*/*.json"):
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict), path
