"""Who calls: what the gateway found in the token with which it let the request through."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Caller:
    """`subject` is a person or a program, `client` the application that got the token, `scopes` is what it allows."""

    subject: str
    client: str
    scopes: frozenset[str]


def caller_of(event: dict[str, Any]) -> Caller:
    """The caller of a request. Raises an error where no gateway has looked at a token."""
    claims = event["requestContext"]{{ auth_facts.caller }}
    # Issuers differ: a list of scopes arrives as "[a b]", and some call the client "azp".
    scopes = claims.get("scope") or claims.get("scp") or ""
    client = claims.get("client_id") or claims.get("azp") or ""
    return Caller(claims["sub"], client, frozenset(scopes.strip("[]").split()))
