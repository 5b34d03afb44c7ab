"""Who is told when an alarm goes off."""

from aws_cdk import Aws, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.aws_cloudwatch_actions import SnsAction
from aws_cdk.aws_sns_subscriptions import EmailSubscription
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.settings import Settings


class AlarmTopic(sns.Topic):
    """Alarms can't use the key alias/aws/sns, so the topic has one of its own."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        key = kms.Key(
            scope,
            f"{construct_id}Key",
            description="Encrypts what alarms say",
            enable_key_rotation=True,
            pending_window=Duration.days(7),
            removal_policy=RemovalPolicy.DESTROY,
        )
        super().__init__(scope, construct_id, enforce_ssl=True, master_key=key)
        cloudwatch_of_this_account = iam.ServicePrincipal(
            "cloudwatch.amazonaws.com",
            conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
        )
        self.grant_publish(cloudwatch_of_this_account)  # and to use the key
        self.add_subscription(EmailSubscription(Settings.of(scope).alarm_email))
        acknowledge(self, {"Serverless::Serverless-SNSRedrivePolicy": "Mail that does not arrive belongs in no queue"})

    def hear_all_alarms(self) -> None:
        """Tell of every alarm that the stack has by now."""
        for each in Stack.of(self).node.find_all():
            if isinstance(each, cloudwatch.Alarm):
                each.add_alarm_action(SnsAction(self))
                each.add_ok_action(SnsAction(self))
