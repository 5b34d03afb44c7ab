"""The topic of others that is told when an alarm goes off, where an environment names one."""

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from aws_cdk.aws_cloudwatch_actions import SnsAction

from infra.settings import Settings


def tell_existing_topic(stack: Stack) -> None:
    """Tell it of every alarm that the stack has by now."""
    arn = Settings.of(stack).alarm_topic_arn
    if arn != "none":
        topic = sns.Topic.from_topic_arn(stack, "ExistingAlarmTopic", arn)
        for each in stack.node.find_all():
            if isinstance(each, cloudwatch.Alarm):
                each.add_alarm_action(SnsAction(topic))
                each.add_ok_action(SnsAction(topic))
