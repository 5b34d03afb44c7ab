"""Each function may do what it does, and nothing else."""

import json
import re
from typing import Any

# Attached by SAM for logs and traces, which AWS does not let anyone narrow down to a resource.
ATTACHED_BY_SAM = {"AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess"}
# Actions that AWS grants on all resources or not at all; the Service Authorization Reference tells.
WITHOUT_RESOURCE: set[str] = set()


def references(value: Any) -> set[str]:
    """The logical ids that a value names by Ref, GetAtt or Sub."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return {name}
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), *_]}:
            return set(re.findall(r"\$\{(\w+)", text))
        case dict():
            return references(list(value.values()))
        case list():
            return {name for each in value for name in references(each)}
    return set()


def role_of(function: dict[str, Any], resources: dict[str, Any]) -> dict[str, Any]:
    role: dict[str, Any] = resources[function["Role"]["Fn::GetAtt"][0]]["Properties"]
    return role


def statements_of(function: dict[str, Any], resources: dict[str, Any]) -> list[dict[str, Any]]:
    policies = role_of(function, resources).get("Policies", [])
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def actions_of(statement: dict[str, Any]) -> set[str]:
    actions = statement["Action"]
    return {actions} if isinstance(actions, str) else set(actions)


def test_no_function_may_do_everything(functions: dict[str, Any], resources: dict[str, Any]) -> None:
    for name, function in functions.items():
        for statement in statements_of(function, resources):
            assert not {action for action in actions_of(statement) if "*" in action}, name


def test_no_function_may_touch_everything(functions: dict[str, Any], resources: dict[str, Any]) -> None:
    for name, function in functions.items():
        for statement in statements_of(function, resources):
            if not actions_of(statement) <= WITHOUT_RESOURCE:
                assert "*" not in json.dumps(statement["Resource"]), name


def test_managed_policies_are_only_those_for_logs_and_traces(
    functions: dict[str, Any], resources: dict[str, Any]
) -> None:
    for name, function in functions.items():
        arns = role_of(function, resources).get("ManagedPolicyArns", [])
        assert {str(arn).rpartition("/")[2] for arn in arns} <= ATTACHED_BY_SAM, name


def test_functions_know_exactly_the_resources_that_they_may_use(
    functions: dict[str, Any], resources: dict[str, Any]
) -> None:
    # A name without a permission fails at the first request; a permission without a name is one too many.
    for name, function in functions.items():
        known = references(function.get("Environment", {})) & resources.keys()
        allowed = {each for statement in statements_of(function, resources) for each in references(statement)}
        assert known == allowed, name
