"""A function that works without a caller."""

from typing import Unpack

from aws_cdk import Duration
from constructs import Construct

from infra.constructs.alarm import Alarm
from infra.constructs.service_function import FunctionProps, ServiceFunction
from infra.constructs.service_table import ServiceTable
from infra.settings import Settings


class WorkerProps(FunctionProps):
    """`marks` is the table that remembers what is done."""

    marks: ServiceTable


class Worker(ServiceFunction):
    """Does each thing once, by a mark; somebody is told when it crashes."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        marks: ServiceTable,
        **props: Unpack[FunctionProps],
    ) -> None:
        super().__init__(scope, construct_id, **props)
        self.use(marks, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
        Alarm(
            self,
            "ErrorsAlarm",
            description=f"{props['package']} crashed or ran out of time",
            metric=self.function.metric_errors(period=Duration.minutes(5), statistic="Sum"),
            above=Settings.of(self).alarm_worker_errors,
        )
