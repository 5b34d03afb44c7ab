"""Who calls: the AWS identity that signed the request, as the gateway found it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Caller:
    """`arn` is that of a user, or of a role with the name of whoever took it."""

    arn: str
    account: str


def caller_of(event: dict[str, Any]) -> Caller:
    """The caller of a request. Raises an error where no gateway has looked at a signature."""
    identity = event["requestContext"]{{ auth_facts.caller }}
    return Caller(identity["userArn"], identity["accountId"])
