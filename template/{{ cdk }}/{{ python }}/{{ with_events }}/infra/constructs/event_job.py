"""A function that handles events of one type."""

from typing import Unpack

from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.rule_job import RuleJob
from infra.constructs.worker import WorkerProps


class EventJob(RuleJob):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        source: str,
        detail_type: str,
        **props: Unpack[WorkerProps],
    ) -> None:
        super().__init__(scope, construct_id, **props)
        self.hear(events.EventPattern(source=[source], detail_type=[detail_type]))
