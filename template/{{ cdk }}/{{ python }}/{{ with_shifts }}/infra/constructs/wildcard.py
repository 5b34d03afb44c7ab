"""An ARN that ends in a wildcard, because the rest of the name is made only when it is deployed."""

from aws_cdk import ArnFormat, Stack, Token
from constructs import Construct

from infra.constructs.acknowledge import acknowledge


def wildcard(user: Construct, service: str, kind: str, begins: str, seen: str = "") -> str:
    """Of all of a kind whose names begin so; `seen` is how cdk-nag sees this beginning, if it is no text yet."""
    stack = Stack.of(user)
    arn = stack.format_arn(
        service=service,
        resource=kind,
        resource_name=f"{begins}*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    finding = arn.replace(begins, seen or begins)
    for token, name in ((stack.partition, "<AWS::Partition>"), (stack.account, "<AWS::AccountId>")):
        if Token.is_unresolved(token):
            finding = finding.replace(token, name)
    reason = "The rest of the name is made when it is deployed"
    acknowledge(user, {f"AwsSolutions::AwsSolutions-IAM5[Resource::{finding}]": reason})
    return arn
