"""A function that handles what EventBridge tells it."""

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets

from infra.constructs.job import DELIVERIES, PATIENCE, Job


class RuleJob(Job):
    def hear(self, pattern: events.EventPattern) -> None:
        """Handle each event of a pattern; what EventBridge can't deliver is kept like what the function can't do."""
        target = targets.LambdaFunction(
            self.function,
            dead_letter_queue=self.dead_letter_queue,
            max_event_age=PATIENCE,
            retry_attempts=DELIVERIES,
        )
        events.Rule(self, "Rule", event_pattern=pattern, targets=[target])
