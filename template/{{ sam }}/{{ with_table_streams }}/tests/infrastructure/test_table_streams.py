"""Streams of tables: a function learns what was changed, and never of what it changed itself."""

import json
from typing import Any

import pytest

ByType = dict[str, dict[str, Any]]


@pytest.fixture
def mappings(by_type: ByType) -> dict[str, Any]:
    """What reads the streams of tables, by the table's logical id."""
    sources = {
        each["EventSourceArn"]["Fn::GetAtt"][0]: each for each in by_type["AWS::Lambda::EventSourceMapping"].values()
    }
    return {name: each for name, each in sources.items() if name in by_type["AWS::DynamoDB::Table"]}


def test_changes_tell_what_was_before_and_what_is_now(mappings: dict[str, Any], by_type: ByType) -> None:
    for name in mappings:
        stream = by_type["AWS::DynamoDB::Table"][name]["StreamSpecification"]
        assert stream["StreamViewType"] == "NEW_AND_OLD_IMAGES", name


def test_no_function_is_triggered_by_what_it_writes_itself(mappings: dict[str, Any]) -> None:
    # One that corrects a record would be told of its correction, correct it again, and so on: that costs without end.
    # A removal has no new image and can't go on for ever: what is gone is not removed again.
    for name, mapping in mappings.items():
        filters = mapping.get("FilterCriteria", {}).get("Filters", [])
        assert filters, name
        for each in filters:
            pattern = json.loads(each["Pattern"]["Fn::Sub"] if isinstance(each["Pattern"], dict) else each["Pattern"])
            if pattern.get("eventName") != ["REMOVE"]:
                writer = pattern["dynamodb"]["NewImage"]["#writer"]["S"]
                others = {"anything-but": [f"${{{mapping['FunctionName']['Ref']}}}"]}
                assert [rule for rule in writer if rule != {"exists": False}] == [others], name


def test_changes_that_no_function_made_come_too(mappings: dict[str, Any]) -> None:
    # "anything-but" alone takes only records that have the attribute: it leaves out what was restored or imported.
    for name, mapping in mappings.items():
        patterns = [json.dumps(each["Pattern"]).replace("\\", "") for each in mapping["FilterCriteria"]["Filters"]]
        assert any('{"exists": false}' in pattern for pattern in patterns), name
