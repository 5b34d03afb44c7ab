"""A queue, the queue behind it, and the function that works through its messages."""

from typing import Unpack

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_lambda_event_sources import SqsEventSource
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.alarm import Alarm
from infra.constructs.dead_letter_queue import DeadLetterQueue
from infra.constructs.worker import Worker, WorkerProps
from infra.settings import Settings


class WorkQueue(sqs.Queue):
    """A message that is not worked through within the visibility timeout comes again, five times at most."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        worker: str,
        variable: str,
        visibility_timeout: int,
        dead_letter_id: str,
    ) -> None:
        """Functions that send to it find its URL in `variable`; the timeout is in seconds."""
        fifo = name.endswith(".fifo")
        # Named, so that the dead-letter queue can say that it is for this one alone.
        full_name = f"{Stack.of(scope).stack_name}-{name}"
        arn = Stack.of(scope).format_arn(service="sqs", resource=full_name, arn_format=ArnFormat.NO_RESOURCE_NAME)
        self.kept_by = DeadLetterQueue(
            scope,
            dead_letter_id,
            keeps=f"messages that {worker} could not work through",
            source=sqs.Queue.from_queue_attributes(scope, f"{construct_id}.Source", queue_arn=arn, fifo=fifo),
        )
        super().__init__(
            scope,
            construct_id,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.kept_by, max_receive_count=5),
            deduplication_scope=sqs.DeduplicationScope.MESSAGE_GROUP if fifo else None,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            fifo=True if fifo else None,
            fifo_throughput_limit=sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID if fifo else None,
            queue_name=full_name,
            retention_period=Duration.days(4),
            visibility_timeout=Duration.seconds(visibility_timeout),
        )
        self.variable = variable
        limit = Settings.of(self).alarm_age_seconds
        Alarm(
            self,
            "AgeAlarm",
            description=f"A message has waited in the queue {name.removesuffix('.fifo')} for more than {limit} seconds",
            metric=self.metric_approximate_age_of_oldest_message(period=Duration.minutes(5), statistic="Maximum"),
            above=limit,
        )

    @property
    def known_as(self) -> str:
        return self.queue_url


class QueueWorker(Worker):
    """Works through the messages of a queue; what failed comes again, and nothing else."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        queue: WorkQueue,
        **props: Unpack[WorkerProps],
    ) -> None:
        super().__init__(scope, construct_id, **props)
        self.function.add_event_source(
            SqsEventSource(
                queue,
                batch_size=10,
                max_batching_window=None if queue.fifo else Duration.seconds(1),
                max_concurrency=Settings.of(self).queue_concurrency,
                report_batch_item_failures=True,
            ),
        )
        acknowledge(
            self.function,
            {"Serverless::Serverless-LambdaEventSourceMappingDestination": "The queue moves what fails by itself"},
        )
