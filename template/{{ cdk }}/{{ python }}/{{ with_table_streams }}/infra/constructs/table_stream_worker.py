"""A function that follows the changes of a table."""

from typing import Unpack

from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_lambda_event_sources import DynamoEventSource
from constructs import Construct

from infra.constructs.service_table import ServiceTable
from infra.constructs.stream_worker import StreamWorker
from infra.constructs.worker import WorkerProps


class TableStreamWorker(StreamWorker):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        table: ServiceTable,
        **props: Unpack[WorkerProps],
    ) -> None:
        super().__init__(scope, construct_id, **props)
        # What this function itself inserts or modifies stays away, else it would trigger itself for ever.
        others = [{"exists": False}, {"anything-but": [self.function.function_name]}]
        filters = [
            lambda_.FilterCriteria.filter({"eventName": ["REMOVE"]}),
            lambda_.FilterCriteria.filter({"dynamodb": {"NewImage": {"#writer": {"S": others}}}}),
        ]
        self.function.add_event_source(DynamoEventSource(table, filters=filters, **self.reading()))
