"""A function that is invoked once for each thing that happens."""

from typing import Unpack

from aws_cdk import Duration
from aws_cdk.aws_lambda_destinations import SqsDestination
from constructs import Construct

from infra.constructs.dead_letter_queue import DeadLetterQueue
from infra.constructs.worker import Worker, WorkerProps

# By default a day passes before anybody hears of a failure.
PATIENCE = Duration.hours(1)
DELIVERIES = 10


class Job(Worker):
    """Tries three times within the hour; then its dead-letter queue keeps what happened."""

    def __init__(self, scope: Construct, construct_id: str, **props: Unpack[WorkerProps]) -> None:
        super().__init__(scope, construct_id, **props)
        self.dead_letter_queue = DeadLetterQueue(
            self,
            "DeadLetterQueue",
            keeps=f"what {props['package']} could not do",
        )
        self.function.configure_async_invoke(
            max_event_age=PATIENCE,
            on_failure=SqsDestination(self.dead_letter_queue),
            retry_attempts=2,
        )
