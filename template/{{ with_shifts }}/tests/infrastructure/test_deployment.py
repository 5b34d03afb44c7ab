"""A new version gets its calls step by step, is tried before, and is left again when an alarm goes off."""

import json
from pathlib import Path
from typing import Any

import pytest

from infrastructure import ByType, logical_id, permissions, references

CHECKS = Path(__file__).parents[2] / "deployment" / "checks.json"
# What CloudWatch and CodeDeploy take.
MOST_ALARMS = 10
AT_ONCE = "CodeDeployDefault.LambdaAllAtOnce"
# What every function may do.
WITHOUT_RESOURCE = {("xray:PutTelemetryRecords", "*"), ("xray:PutTraceSegments", "*")}


@pytest.fixture
def updates(resources: dict[str, Any]) -> dict[str, Any]:
    """How each function's alias is led to a new version."""
    aliases = [each for each in resources.values() if each["Type"] == "AWS::Lambda::Alias"]
    return {
        logical_id(each["Properties"]["FunctionName"]): each["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        for each in aliases
    }


@pytest.fixture
def groups(updates: dict[str, Any], by_type: ByType) -> dict[str, Any]:
    """CodeDeploy's settings for each function."""
    known = by_type["AWS::CodeDeploy::DeploymentGroup"]
    return {name: known[logical_id(each["DeploymentGroupName"])] for name, each in updates.items()}


def test_every_function_is_deployed_as_the_environment_says(
    groups: dict[str, Any], functions: dict[str, Any], settings: dict[str, Any], production: bool
) -> None:
    assert groups.keys() == functions.keys()
    assert {each["DeploymentConfigName"] for each in groups.values()} == {settings["deployment_config"]}
    assert not production or settings["deployment_config"] != AT_ONCE


def test_each_version_is_tried_before_it_is_called(updates: dict[str, Any], functions: dict[str, Any]) -> None:
    assert {logical_id(each["BeforeAllowTrafficHook"]) for each in updates.values()} == {"CheckFunction"}
    assert updates.keys() == functions.keys()


def test_there_is_a_check_for_each_function(by_type: ByType, names: dict[str, str]) -> None:
    # The check finds it by the first word of what the version is described with.
    checks = json.loads(CHECKS.read_text(encoding="utf-8"))
    assert checks.keys() == set(names.values())
    for name, version in by_type["AWS::Lambda::Version"].items():
        assert version["Description"].split()[0] == names[logical_id(version["FunctionName"])], name


def test_a_deployment_goes_back_when_an_alarm_goes_off(groups: dict[str, Any]) -> None:
    for name, group in groups.items():
        back = group["AutoRollbackConfiguration"]
        assert back["Enabled"], name
        assert {"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"} <= set(back["Events"])
        alarms = group["AlarmConfiguration"]
        assert alarms["Enabled"], name
        assert 1 <= len(alarms["Alarms"]) <= MOST_ALARMS, name
        assert not alarms.get("IgnorePollAlarmFailure"), name


def test_the_new_version_alone_is_watched(groups: dict[str, Any], by_type: ByType) -> None:
    # An alarm on all versions would be on already when the deployment is to mend what set it off.
    for name, group in groups.items():
        of_version = set()
        for alarm in [logical_id(each["Name"]) for each in group["AlarmConfiguration"]["Alarms"]]:
            watched = by_type["AWS::CloudWatch::Alarm"][alarm]
            if {name} <= references(watched):
                (version,) = references(watched) & by_type["AWS::Lambda::Version"].keys()
                assert logical_id(by_type["AWS::Lambda::Version"][version]["FunctionName"]) == name
                of_version.add(alarm)
            else:
                # Of a dead-letter queue, what is new in it.
                assert watched["Metrics"][0]["Expression"].startswith("DIFF("), alarm
        assert of_version, name


def test_codedeploy_may_move_just_these_aliases(
    groups: dict[str, Any], functions: dict[str, Any], by_type: ByType
) -> None:
    (role,) = {each["ServiceRoleArn"] for each in groups.values()}
    properties = by_type["AWS::IAM::Role"][logical_id(role)]
    # AWS's own policy is for every alias in the account.
    assert "ManagedPolicyArns" not in properties
    allowed = permissions(role, by_type)
    moved = {resource for action, resource in allowed if action == "lambda:UpdateAlias"}
    assert moved == {f"${{{name}.Arn}}*" for name in functions}
    assert {resource for action, resource in allowed if action == "lambda:InvokeFunction"} == {"${CheckFunction.Arn}"}
    assert {resource for _, resource in allowed if resource.startswith("*")} == set()


def test_the_check_may_call_versions_and_report_and_no_more(functions: dict[str, Any], by_type: ByType) -> None:
    check = by_type["AWS::Lambda::Function"]["CheckFunction"]
    allowed = permissions(check["Role"], by_type) - WITHOUT_RESOURCE
    versions = {f"${{{name}.Arn}}:*" for name in functions}
    called = {(action, resource) for action, resource in allowed if action.startswith("lambda:")}
    assert called == {
        (f"lambda:{each}", version) for each in ("GetFunctionConfiguration", "InvokeFunction") for version in versions
    }
    (reported,) = {resource for action, resource in allowed - called}
    assert {action for action, _ in allowed - called} == {
        "codedeploy:BatchGetDeploymentTargets",
        "codedeploy:ListDeploymentTargets",
        "codedeploy:PutLifecycleEventHookExecutionStatus",
    }
    assert reported.endswith(":deploymentgroup:${ServerlessDeploymentApplication}/*")


def test_the_check_is_logged_and_its_log_forgets(by_type: ByType, settings: dict[str, Any]) -> None:
    groups = {each["LogGroupName"]: each for each in by_type["AWS::Logs::LogGroup"].values()}
    assert groups["/aws/lambda/${CheckFunction}"]["RetentionInDays"] == settings["log_retention_days"]
