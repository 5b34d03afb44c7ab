"""What every function and every table has, whoever added it."""

import json
from datetime import UTC, date, datetime
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

from infrastructure import ByType

EVENTS = Path(__file__).parents[2] / "events"
# Read where it lies: importing cfn-lint takes seconds.
LIFECYCLE = "cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json"


@pytest.fixture
def tables(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::DynamoDB::Table"]


def test_functions_share_one_runtime_that_aws_supports(functions: dict[str, Any]) -> None:
    runtimes = {function["Runtime"] for function in functions.values()}
    assert len(runtimes) == 1, runtimes
    lifecycle = json.loads(Path(str(distribution("cfn-lint").locate_file(LIFECYCLE))).read_text())
    assert date.fromisoformat(lifecycle[runtimes.pop()]["deprecated"]) > datetime.now(UTC).date()


def test_functions_share_one_architecture(functions: dict[str, Any]) -> None:
    # Packages hold compiled code, and `make build` makes them all for the same one.
    assert len({tuple(function["Architectures"]) for function in functions.values()}) == 1


def test_functions_are_traced(functions: dict[str, Any]) -> None:
    assert {name for name, each in functions.items() if each.get("TracingConfig") != {"Mode": "Active"}} == set()


def test_functions_log_json_at_the_level_of_the_environment(
    functions: dict[str, Any], settings: dict[str, Any]
) -> None:
    wanted = {"LogFormat": "JSON", "ApplicationLogLevel": settings["log_level"]}
    assert {name for name, each in functions.items() if each["LoggingConfig"] != wanted} == set()


def test_functions_have_a_log_group(functions: dict[str, Any], by_type: ByType) -> None:
    # Lambda makes a missing one itself, and that one keeps its logs, and their cost, for ever.
    names = [group["LogGroupName"] for group in by_type["AWS::Logs::LogGroup"].values()]
    assert {name for name in functions if f"/aws/lambda/${{{name}}}" not in names} == set()


def test_log_groups_forget(by_type: ByType, settings: dict[str, Any]) -> None:
    kept = {name: each.get("RetentionInDays") for name, each in by_type["AWS::Logs::LogGroup"].items()}
    assert kept == dict.fromkeys(kept, settings["log_retention_days"])


def test_functions_that_call_themselves_are_stopped(functions: dict[str, Any]) -> None:
    # Lambda's recursion detection works unless it is turned off.
    assert {name for name, each in functions.items() if each.get("RecursiveLoop") == "Allow"} == set()


def test_each_package_is_called_by_its_own_handler(functions: dict[str, Any], names: dict[str, str]) -> None:
    # A package is the folder of one function: its handler is named like it, or is the index of all there is.
    for logical_id, name in names.items():
        assert {name.replace("-", "_"), "index"} & set(functions[logical_id]["Handler"].split(".")), logical_id
    assert len(names) == len(set(names.values()))


def test_functions_have_a_happy_event(names: dict[str, str]) -> None:
    assert {name for name in names.values() if not (EVENTS / name / "happy.json").is_file()} == set()


def test_events_belong_to_functions(names: dict[str, str]) -> None:
    assert {path.parent.name for path in EVENTS.glob("*/*")} <= set(names.values())


def test_events_are_json() -> None:
    for path in EVENTS.glob("*/*.json"):
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict), path


def test_tables_are_encrypted(tables: dict[str, Any]) -> None:
    assert {name for name, each in tables.items() if not each["SSESpecification"]["SSEEnabled"]} == set()


def test_tables_can_be_restored_to_any_second_of_the_last_weeks(tables: dict[str, Any]) -> None:
    recovery = {name: each["PointInTimeRecoverySpecification"] for name, each in tables.items()}
    assert {name for name, each in recovery.items() if not each["PointInTimeRecoveryEnabled"]} == set()


def test_tables_cost_nothing_while_nobody_uses_them(tables: dict[str, Any]) -> None:
    assert {name for name, each in tables.items() if each.get("BillingMode") != "PAY_PER_REQUEST"} == set()


def test_tables_are_protected_where_the_environment_is(
    tables: dict[str, Any], resources: dict[str, Any], settings: dict[str, Any], production: bool
) -> None:
    protected = settings["deletion_protection"]
    assert protected or not production
    for name, table in tables.items():
        # Elsewhere `make delete` has to be able to clean up.
        assert table.get("DeletionProtectionEnabled", False) is protected, name
        assert protected or resources[name].get("DeletionPolicy", "Delete") == "Delete", name
        # For a changed key CloudFormation makes an empty table and deletes the full one.
        assert not protected or resources[name].get("UpdateReplacePolicy") == "Retain", name


def test_the_stack_is_not_larger_than_cloudformation_takes(resources: dict[str, Any]) -> None:
    assert len(resources) <= 500
