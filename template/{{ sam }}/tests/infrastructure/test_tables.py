"""No table loses its data or shows it."""

from typing import Any

import pytest


@pytest.fixture
def tables(by_type: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return by_type["AWS::DynamoDB::Table"]


def test_tables_are_encrypted(tables: dict[str, Any]) -> None:
    assert {name for name, each in tables.items() if not each["SSESpecification"]["SSEEnabled"]} == set()


def test_tables_can_be_restored_to_any_second_of_the_last_weeks(tables: dict[str, Any]) -> None:
    recovery = {name: each["PointInTimeRecoverySpecification"] for name, each in tables.items()}
    assert {name for name, each in recovery.items() if not each["PointInTimeRecoveryEnabled"]} == set()


def test_tables_cost_nothing_while_nobody_uses_them(tables: dict[str, Any]) -> None:
    assert {name for name, each in tables.items() if each.get("BillingMode") != "PAY_PER_REQUEST"} == set()


def test_tables_are_protected_in_production_only(tables: dict[str, Any], environment: str, production: str) -> None:
    # Elsewhere `make delete` has to be able to clean up.
    protected = environment == production
    assert {name for name, each in tables.items() if each["DeletionProtectionEnabled"] is not protected} == set()


def test_a_table_goes_with_its_stack(tables: dict[str, Any], resources: dict[str, Any]) -> None:
    # In production that fails, and is meant to: the protection is what holds the data.
    assert {name for name in tables if resources[name].get("DeletionPolicy") != "Delete"} == set()


def test_a_replacement_keeps_the_old_table(tables: dict[str, Any], resources: dict[str, Any]) -> None:
    # For a changed key CloudFormation makes an empty table and deletes the full one.
    assert {name for name in tables if resources[name].get("UpdateReplacePolicy") != "Retain"} == set()
