"""A function that runs by the clock."""

from typing import Unpack

from aws_cdk import Aws, Duration, TimeZone
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk.aws_scheduler_targets import LambdaInvoke
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.job import DELIVERIES, PATIENCE, Job
from infra.constructs.worker import WorkerProps
from infra.settings import Settings


class ScheduledJob(Job):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        expression: str,
        **props: Unpack[WorkerProps],
    ) -> None:
        """`expression` is a rate or cron expression of EventBridge Scheduler, in UTC."""
        super().__init__(scope, construct_id, **props)
        due = {"scheduled_time": scheduler.ContextAttribute.scheduled_time}
        scheduler_of_this_account = iam.ServicePrincipal(
            "scheduler.amazonaws.com",
            conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
        )
        role = iam.Role(self, "ScheduleRole", assumed_by=scheduler_of_this_account)
        finding = f"AwsSolutions-IAM5[Resource::<{self.node.id}Function.Arn>:*]"
        acknowledge(role, {f"AwsSolutions::{finding}": "Who may call a function may call its versions"})
        scheduler.Schedule(
            self,
            "Schedule",
            enabled=Settings.of(self).schedules == "ENABLED",
            schedule=scheduler.ScheduleExpression.expression(expression, TimeZone.of("UTC")),
            target=LambdaInvoke(
                self.function,
                dead_letter_queue=self.dead_letter_queue,
                input=scheduler.ScheduleTargetInput.from_object(due),
                max_event_age=PATIENCE,
                retry_attempts=DELIVERIES,
                role=role,
            ),
            time_window=scheduler.TimeWindow.flexible(Duration.minutes(1)),
        )
