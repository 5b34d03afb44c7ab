"""How calls pass to a new version: CodeDeploy tries it, leads calls to it, and goes back when an alarm goes off."""

from typing import cast

from aws_cdk import Aws, CfnCodeDeployLambdaAliasUpdate, CfnUpdatePolicy, Stack
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from infra.constructs.acknowledge import acknowledge
from infra.constructs.check_function import CheckFunction
from infra.constructs.service_function import ServiceFunction
from infra.constructs.wildcard import wildcard
from infra.settings import Settings

BACK = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]


class GradualDeployment:
    """Of every function that the stack has by now.

    The library's own LambdaDeploymentGroup gives its role AWS's policy, by which it may move any alias in the account.
    """

    def __init__(self, stack: Stack) -> None:
        functions = [each for each in stack.node.find_all() if isinstance(each, ServiceFunction)]
        self._application = codedeploy.CfnApplication(
            stack,
            "ServerlessDeploymentApplication",
            compute_platform="Lambda",
        )
        self._check = CheckFunction(stack, application=self._application, functions=functions)
        self._role = self._role_in(stack, functions)
        for each in functions:
            self._deploy(each)

    def _role_in(self, stack: Stack, functions: list[ServiceFunction]) -> iam.Role:
        """Aliases and versions of just these functions, and the alarms of this stack."""
        codedeploy_of_this_account = iam.ServicePrincipal(
            "codedeploy.amazonaws.com",
            conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
        )
        role = iam.Role(stack, "DeploymentRole", assumed_by=codedeploy_of_this_account)
        alarms = wildcard(role, "cloudwatch", "alarm", f"{stack.stack_name}-")
        aliases = ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"]
        own = [f"{each.function.function_arn}*" for each in functions]
        check = self._check.function_arn
        role.add_to_policy(iam.PolicyStatement(actions=["cloudwatch:DescribeAlarms"], resources=[alarms]))
        role.add_to_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[check]))
        role.add_to_policy(iam.PolicyStatement(actions=aliases, resources=own))
        for each in functions:
            finding = f"AwsSolutions-IAM5[Resource::<{each.node.id}Function.Arn>*]"
            acknowledge(role, {f"AwsSolutions::{finding}": "An alias is a part of its function's name"})
        return role

    def _deploy(self, each: ServiceFunction) -> None:
        group = codedeploy.CfnDeploymentGroup(
            each.function,
            "DeploymentGroup",
            alarm_configuration=codedeploy.CfnDeploymentGroup.AlarmConfigurationProperty(
                alarms=[
                    codedeploy.CfnDeploymentGroup.AlarmProperty(name=alarm.alarm_name) for alarm in each.stopped_by
                ],
                enabled=bool(each.stopped_by),
            ),
            application_name=self._application.ref,
            auto_rollback_configuration=codedeploy.CfnDeploymentGroup.AutoRollbackConfigurationProperty(
                enabled=True,
                events=BACK,
            ),
            deployment_config_name=Settings.of(each).deployment_config,
            deployment_style=codedeploy.CfnDeploymentGroup.DeploymentStyleProperty(
                deployment_option="WITH_TRAFFIC_CONTROL",
                deployment_type="BLUE_GREEN",
            ),
            service_role_arn=self._role.role_arn,
        )
        alias = cast("lambda_.CfnAlias", each.live.node.default_child)
        alias.cfn_options.update_policy = CfnUpdatePolicy(
            code_deploy_lambda_alias_update=CfnCodeDeployLambdaAliasUpdate(
                application_name=self._application.ref,
                before_allow_traffic_hook=self._check.function_name,
                deployment_group_name=group.ref,
            ),
        )
