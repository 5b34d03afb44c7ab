"""A topic and the queues that it feeds."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.aws_sns_subscriptions import SqsSubscription
from constructs import Construct

from infra.constructs.work_queue import WorkQueue


class ServiceTopic(sns.Topic):
    """Each message goes to every queue; what SNS can't deliver is in that queue's dead-letter queue."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        variable: str,
    ) -> None:
        """Functions that publish to it find its ARN in `variable`."""
        fifo = name.endswith(".fifo")
        super().__init__(
            scope,
            construct_id,
            enforce_ssl=True,
            fifo=True if fifo else None,
            fifo_throughput_scope=sns.FifoThroughputScope.MESSAGE_GROUP if fifo else None,
            master_key=kms.Alias.from_alias_name(scope, f"{construct_id}.Key", "alias/aws/sns"),
            # CloudFormation itself names FIFO topics without .fifo.
            topic_name=f"{Stack.of(scope).stack_name}-{name}" if fifo else None,
        )
        self.variable = variable

    def feed(self, queue: WorkQueue, filter_policy: dict[str, sns.SubscriptionFilter] | None = None) -> None:
        """Deliver to a queue every message, or those that a filter lets through."""
        subscription = SqsSubscription(
            queue,
            dead_letter_queue=queue.kept_by,
            filter_policy=filter_policy,
            raw_message_delivery=True,
        )
        self.add_subscription(subscription)

    @property
    def known_as(self) -> str:
        return self.topic_arn

    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        return iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=[self.topic_arn])
