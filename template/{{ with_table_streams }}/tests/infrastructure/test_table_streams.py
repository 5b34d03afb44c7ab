"""Streams of tables: a function learns what was changed, and never of what it changed itself."""

import json
from typing import Any

import pytest

from infrastructure import ByType, logical_id
from infrastructure.workers import readers

Patterns = list[dict[str, Any]]


@pytest.fixture
def mappings(by_type: ByType) -> dict[str, Any]:
    return readers(by_type, "AWS::DynamoDB::Table")


@pytest.fixture
def patterns(mappings: dict[str, Any]) -> dict[str, Patterns]:
    """Which changes each mapping lets pass."""
    filters = {name: each.get("FilterCriteria", {}).get("Filters", []) for name, each in mappings.items()}
    return {name: [json.loads(each["Pattern"]) for each in alternatives] for name, alternatives in filters.items()}


def writers(patterns: Patterns) -> list[list[Any]]:
    """Whose writes each of them lets pass; a removal has no new image, and so no writer."""
    images = [each["dynamodb"]["NewImage"] for each in patterns if each.get("eventName") != ["REMOVE"]]
    return [image["#writer"]["S"] for image in images]


def test_changes_tell_what_was_before_and_what_is_now(mappings: dict[str, Any], by_type: ByType) -> None:
    for name, mapping in mappings.items():
        stream = by_type["AWS::DynamoDB::Table"][logical_id(mapping["EventSourceArn"])]["StreamSpecification"]
        assert stream["StreamViewType"] == "NEW_AND_OLD_IMAGES", name


def test_no_function_is_triggered_by_what_it_writes_itself(
    mappings: dict[str, Any], patterns: dict[str, Patterns]
) -> None:
    # One that corrects a record would be told of its correction, correct it again, and so on: that costs without end.
    # A removal can't go on for ever: what is gone is not removed again.
    for name, mapping in mappings.items():
        assert patterns[name], name
        for writer in writers(patterns[name]):
            others = {"anything-but": [mapping["FunctionName"]]}
            assert [rule for rule in writer if rule != {"exists": False}] == [others], name


def test_changes_that_no_function_made_come_too(patterns: dict[str, Patterns]) -> None:
    # "anything-but" alone takes only records that have the attribute: it leaves out what was restored or imported.
    for name, alternatives in patterns.items():
        assert any({"exists": False} in writer for writer in writers(alternatives)), name
