"""Runs by the clock: at the time that is meant, by a role that may do just that."""

from typing import Any

import pytest

from infrastructure import ByType, logical_id, permissions


@pytest.fixture
def schedules(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::Scheduler::Schedule"]


def test_the_function_is_told_when_it_was_due(schedules: dict[str, Any]) -> None:
    # Without it a repeated run can't be told from the next one.
    told = {name for name, each in schedules.items() if "<aws.scheduler.scheduled-time>" in each["Target"]["Input"]}
    assert told == set(schedules)


def test_times_have_a_zone(schedules: dict[str, Any]) -> None:
    assert {name for name, each in schedules.items() if not each.get("ScheduleExpressionTimezone")} == set()


def test_the_clock_can_be_stopped_for_an_environment(schedules: dict[str, Any], settings: dict[str, Any]) -> None:
    assert {each["State"] for each in schedules.values()} == {settings["schedules"]}


def test_each_schedule_may_call_its_function_and_keep_what_it_could_not(
    schedules: dict[str, Any], by_type: ByType
) -> None:
    for name, schedule in schedules.items():
        target = schedule["Target"]
        allowed = {(action, logical_id(what)) for action, what in permissions(target["RoleArn"], by_type)}
        function, queue = logical_id(target["Arn"]), logical_id(target["DeadLetterConfig"])
        assert allowed == {("lambda:InvokeFunction", function), ("sqs:SendMessage", queue)}, name
