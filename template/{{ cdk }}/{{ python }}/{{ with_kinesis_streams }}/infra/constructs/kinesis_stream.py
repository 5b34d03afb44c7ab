"""A Kinesis stream and the function that consumes it."""

from typing import Unpack

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_kinesis as kinesis
from aws_cdk.aws_lambda_event_sources import KinesisEventSource
from constructs import Construct

from infra.constructs.stream_worker import StreamWorker
from infra.constructs.worker import WorkerProps


class ServiceStream(kinesis.Stream):
    """Grows with its traffic; records stay for a week, so that what failed on a Friday can still be read on Monday."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(
            scope,
            construct_id,
            encryption=kinesis.StreamEncryption.MANAGED,
            removal_policy=RemovalPolicy.DESTROY,
            retention_period=Duration.days(7),
            stream_mode=kinesis.StreamMode.ON_DEMAND,
        )


class KinesisStreamWorker(StreamWorker):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stream: ServiceStream,
        **props: Unpack[WorkerProps],
    ) -> None:
        super().__init__(scope, construct_id, **props)
        self.function.add_event_source(KinesisEventSource(stream, **self.reading()))
