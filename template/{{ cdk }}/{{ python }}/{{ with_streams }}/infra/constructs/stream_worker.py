"""A function that follows a stream."""

from typing import Any, Unpack

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_lambda_event_sources import SqsDlq
from constructs import Construct

from infra.constructs.alarm import Alarm
from infra.constructs.dead_letter_queue import DeadLetterQueue
from infra.constructs.worker import Worker, WorkerProps
from infra.settings import Settings


class StreamWorker(Worker):
    """Reads in order; what keeps failing is put aside, and somebody is told when it falls behind."""

    def __init__(self, scope: Construct, construct_id: str, **props: Unpack[WorkerProps]) -> None:
        super().__init__(scope, construct_id, **props)
        self.dead_letter_queue = DeadLetterQueue(
            self,
            "DeadLetterQueue",
            keeps=f"what {props['package']} could not do",
        )
        limit = Settings.of(self).alarm_age_seconds
        Alarm(
            self,
            "AgeAlarm",
            description=f"{props['package']} is more than {limit} seconds behind its stream",
            metric=self.function.metric("IteratorAge", period=Duration.minutes(5), statistic="Maximum"),
            above=limit * 1000,
        )

    def reading(self) -> dict[str, Any]:
        """How every stream is read."""
        return {
            "starting_position": lambda_.StartingPosition.TRIM_HORIZON,
            "batch_size": 100,
            "max_batching_window": Duration.seconds(1),
            "parallelization_factor": 1,
            "report_batch_item_failures": True,
            "bisect_batch_on_error": True,
            # Until then what failed holds up its shard; twelve hours leave time to read it again before it expires.
            "retry_attempts": 100,
            "max_record_age": Duration.hours(12),
            "on_failure": SqsDlq(self.dead_letter_queue),
        }
