"""What people look at when something is wrong shows all of the service, and nothing that is not there."""

import json
import re
from typing import Any

import pytest

from infrastructure import ByType, references

COLUMNS = 24
STACK = "${AWS::StackName}"
NEAR_LIMITS = re.compile(r"durationMs > (\d+)\) \|\| \(\$\.record\.metrics\.maxMemoryUsedMB > (\d+)\)")
# What CloudWatch takes: metrics in a graph, log groups in a query, characters in a rule on alarms.
MOST_METRICS = 500
MOST_LOG_GROUPS = 50
LONGEST_RULE = 10_240
LONGEST_PART = 200


@pytest.fixture
def widgets(by_type: ByType) -> list[dict[str, Any]]:
    (dashboard,) = by_type["AWS::CloudWatch::Dashboard"].values()
    return list(json.loads(dashboard["DashboardBody"])["widgets"])


@pytest.fixture
def metrics(widgets: list[dict[str, Any]]) -> list[list[Any]]:
    """All that graphs show, without expressions and options: namespace, name, then dimensions and their values."""
    shown = [metric for widget in widgets for metric in widget["properties"].get("metrics", [])]
    return [[part for part in metric if isinstance(part, str)] for metric in shown if isinstance(metric[0], str)]


@pytest.fixture
def filters(by_type: ByType) -> dict[str, dict[str, Any]]:
    """The filter of each function's log, by the function."""
    groups = by_type["AWS::Logs::LogGroup"]
    return {
        function: each
        for each in by_type["AWS::Logs::MetricFilter"].values()
        for group in references(each["LogGroupName"])
        for function in references(groups[group]["LogGroupName"])
    }


@pytest.fixture
def counted(filters: dict[str, Any]) -> set[tuple[str, str]]:
    """The metrics that the filters make."""
    found = [each for filter_ in filters.values() for each in filter_["MetricTransformations"]]
    return {(each["MetricNamespace"], each["MetricName"]) for each in found}


def test_widgets_lie_side_by_side(widgets: list[dict[str, Any]]) -> None:
    places: set[tuple[int, int]] = set()
    for widget in widgets:
        columns = range(widget["x"], widget["x"] + widget["width"])
        assert columns.stop <= COLUMNS, widget["properties"]["title"]
        own = {(x, y) for x in columns for y in range(widget["y"], widget["y"] + widget["height"])}
        assert not own & places, widget["properties"]["title"]
        places |= own
        assert len(widget["properties"].get("metrics", [])) <= MOST_METRICS


def test_graphs_are_of_what_this_stack_deploys(
    metrics: list[list[Any]],
    resources: dict[str, Any],
    by_type: ByType,
    counted: set[tuple[str, str]],
    environment: str,
) -> None:
    # A REST API is called like its stack, whose name the CDK writes out.
    names = [api["Name"] for api in by_type["AWS::ApiGateway::RestApi"].values()]
    apis = [STACK for name in names if name == STACK or name.endswith(f"-{environment}")]
    stages = [stage["StageName"] for stage in by_type["AWS::ApiGateway::Stage"].values()]
    for namespace, name, *dimensions in metrics:
        assert namespace.startswith("AWS/") or (namespace, name) in counted, name
        for value in dimensions[1::2]:
            assert references(value) & resources.keys() or value in [*apis, *stages], (name, value)


def test_every_function_table_and_queue_is_shown(
    metrics: list[list[Any]], filters: dict[str, Any], by_type: ByType
) -> None:
    shown = references(metrics)
    assert set(filters) - shown == set()
    for kind in ("AWS::DynamoDB::Table", "AWS::SQS::Queue"):
        assert set(by_type[kind]) - shown == set()


def test_every_alarm_is_shown_and_part_of_the_one_on_all(widgets: list[dict[str, Any]], by_type: ByType) -> None:
    alarms, whole = by_type["AWS::CloudWatch::Alarm"], by_type["AWS::CloudWatch::CompositeAlarm"]
    rules = [each["AlarmRule"] for each in whole.values()]
    assert references(rules) == set(alarms)
    for rule in rules:
        assert re.fullmatch(r"\(?ALARM\(\S+\)( OR ALARM\(\S+\))*\)?", rule)
        assert len(references(rule)) * LONGEST_PART <= LONGEST_RULE
    shown = [widget["properties"].get("alarms", []) for widget in widgets]
    assert references(shown) == {*alarms, *whole}


def test_runs_near_a_limit_are_counted_for_every_function(
    functions: dict[str, Any], filters: dict[str, Any], by_type: ByType, counted: set[tuple[str, str]]
) -> None:
    assert set(filters) == set(functions)
    for name, function in functions.items():
        # Without these, Lambda reports no numbers.
        assert function["LoggingConfig"]["LogFormat"] == "JSON"
        assert function["LoggingConfig"].get("SystemLogLevel", "INFO") != "WARN"
        found = NEAR_LIMITS.search(filters[name]["FilterPattern"])
        limits = (function["Timeout"] * 800, function["MemorySize"] * 4 // 5)
        assert found, name
        assert (int(found[1]), int(found[2])) == limits, f"{name}: its filter is not at 80 % of its time and memory"
    alarm = by_type["AWS::CloudWatch::Alarm"]["NearLimitsAlarm"]
    assert {(alarm["Namespace"], alarm["MetricName"])} == counted


def test_queries_read_the_logs_of_every_function(functions: dict[str, Any], by_type: ByType) -> None:
    queries = by_type["AWS::Logs::QueryDefinition"].values()
    for name in {each["Name"].rstrip(" 0123456789") for each in queries}:
        groups = [group for each in queries if each["Name"].startswith(name) for group in each["LogGroupNames"]]
        read = {by_type["AWS::Logs::LogGroup"][group]["LogGroupName"] for group in references(groups)}
        assert references(list(read)) == set(functions), name
    assert all(len(each["LogGroupNames"]) <= MOST_LOG_GROUPS for each in queries)
