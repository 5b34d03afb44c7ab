"""The VPC that functions work in, where an environment names one."""

from typing import cast

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from infra.constructs.acknowledge import acknowledge
from infra.settings import Settings

POLICY = "service-role/AWSLambdaVPCAccessExecutionRole"
FINDING = f"AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{POLICY}]"


def enter_vpc(function: lambda_.Function) -> None:
    settings = Settings.of(function)
    if settings.subnet_ids != "none" and function.role:
        # The construct's own `vpc` would have to know the VPC itself, of which settings name the parts that matter.
        resource = cast("lambda_.CfnFunction", function.node.default_child)
        resource.vpc_config = lambda_.CfnFunction.VpcConfigProperty(
            security_group_ids=settings.security_group_ids.split(","),
            subnet_ids=settings.subnet_ids.split(","),
        )
        function.role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(POLICY))
        acknowledge(function, {FINDING: "Lambda makes network interfaces, which have no names before"})
