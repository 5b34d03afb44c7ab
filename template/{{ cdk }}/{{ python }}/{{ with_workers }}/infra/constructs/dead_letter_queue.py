"""What keeps what could not be done."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.alarm import Alarm
from infra.settings import Settings


class DeadLetterQueue(sqs.Queue):
    """Keeps for two weeks what could not be done, and tells of it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        keeps: str,
        source: sqs.IQueue | None = None,
    ) -> None:
        """`source` is the only queue whose messages SQS may move here; without one it may move none."""
        super().__init__(
            scope,
            construct_id,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            fifo=True if source and source.fifo else None,
            redrive_allow_policy=sqs.RedriveAllowPolicy(
                redrive_permission=None if source else sqs.RedrivePermission.DENY_ALL,
                source_queues=[source] if source else None,
            ),
            retention_period=Duration.days(14),
        )
        last = "What could not be done stays here until a person looks at it"
        acknowledge(self, {"AwsSolutions::AwsSolutions-SQS3": last, "Serverless::Serverless-SQSRedrivePolicy": last})
        Alarm(
            self,
            "Alarm",
            description=f"A dead-letter queue has {keeps}",
            metric=self.metric_approximate_number_of_messages_visible(period=Duration.minutes(1), statistic="Maximum"),
            above=Settings.of(self).alarm_dead_letters,
        )
