"""Functions work in the VPC of their environment, where it names one."""

from typing import Any

from infrastructure import ByType, logical_id

POLICY = "AWSLambdaVPCAccessExecutionRole"


def named(value: Any) -> list[str]:
    """Ids, as a list or as SAM's text with commas between."""
    separator, text = value["Fn::Split"] if isinstance(value, dict) else (",", ",".join(value))
    return str(text).split(separator)


def test_functions_work_where_the_environment_says(functions: dict[str, Any], settings: dict[str, Any]) -> None:
    wanted = {name: settings[name].split(",") for name in ("subnet_ids", "security_group_ids")}
    for name, function in functions.items():
        if settings["subnet_ids"] == "none":
            assert "VpcConfig" not in function, name
        else:
            assert named(function["VpcConfig"]["SubnetIds"]) == wanted["subnet_ids"], name
            assert named(function["VpcConfig"]["SecurityGroupIds"]) == wanted["security_group_ids"], name


def test_a_vpc_has_two_subnets_and_a_security_group(settings: dict[str, Any]) -> None:
    # A function in one subnet stands still when its zone does.
    subnets, groups = settings["subnet_ids"].split(","), settings["security_group_ids"].split(",")
    if subnets != ["none"]:
        assert len({each for each in subnets if each.startswith("subnet-")}) > 1
        assert [each for each in groups if each.startswith("sg-")] == groups


def test_lambda_may_make_their_network_interfaces(functions: dict[str, Any], by_type: ByType) -> None:
    # Without it the deployment fails, and an update of it, too.
    for name, function in functions.items():
        policies = by_type["AWS::IAM::Role"][logical_id(function["Role"])]["ManagedPolicyArns"]
        assert "VpcConfig" not in function or POLICY in {each.rpartition("/")[2] for each in policies}, name
