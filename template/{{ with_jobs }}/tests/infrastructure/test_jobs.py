"""What is invoked once for each thing that happens: after bounded attempts it is kept, wherever it failed."""

from typing import Any

import pytest

from infrastructure import ByType, logical_id
from infrastructure.workers import senders


@pytest.fixture
def jobs(by_type: ByType) -> dict[str, Any]:
    """How Lambda invokes each function that EventBridge or its scheduler calls."""
    return {logical_id(each["FunctionName"]): each for each in by_type["AWS::Lambda::EventInvokeConfig"].values()}


@pytest.fixture
def targets(by_type: ByType) -> dict[str, Any]:
    """What calls each function from outside Lambda."""
    rules = [target for rule in by_type["AWS::Events::Rule"].values() for target in rule["Targets"]]
    schedules = [schedule["Target"] for schedule in by_type["AWS::Scheduler::Schedule"].values()]
    return {logical_id(each["Arn"]): each for each in [*rules, *schedules]}


def test_each_job_keeps_what_its_function_could_not_do(jobs: dict[str, Any], targets: dict[str, Any]) -> None:
    # After its last attempt Lambda drops an asynchronous event without a trace.
    assert set(targets) <= set(jobs)
    assert {name for name, each in jobs.items() if "OnFailure" not in each["DestinationConfig"]} == set()


def test_each_job_keeps_what_could_not_be_delivered(jobs: dict[str, Any], targets: dict[str, Any]) -> None:
    # The function's own queue: one place to look at for one function.
    for name, target in targets.items():
        assert target["DeadLetterConfig"]["Arn"] == jobs[name]["DestinationConfig"]["OnFailure"]["Destination"], name


def test_attempts_end_within_the_hour(jobs: dict[str, Any], targets: dict[str, Any]) -> None:
    # By default a day passes before anybody hears of a failure.
    for name, target in targets.items():
        assert target["RetryPolicy"]["MaximumEventAgeInSeconds"] <= 3600, name
        assert jobs[name]["MaximumEventAgeInSeconds"] <= 3600, name


def test_eventbridge_may_write_to_the_queues(by_type: ByType) -> None:
    allowed = senders(by_type, "events.amazonaws.com")
    for name, rule in by_type["AWS::Events::Rule"].items():
        for target in rule["Targets"]:
            assert (name, logical_id(target["DeadLetterConfig"])) in allowed, name
