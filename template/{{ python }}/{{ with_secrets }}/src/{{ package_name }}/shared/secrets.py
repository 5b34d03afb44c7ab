"""Secrets, read from Secrets Manager when they are needed, kept for five minutes, and shown to nobody by accident."""

import os
from functools import cache
from typing import Any, NoReturn

import msgspec
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.exceptions import ClientError

from .aws import CONFIG, unavailable_when_aws_is

# So long a function may work with a value that has been replaced; so seldom it asks, which costs money and time.
KEPT_SECONDS = 300


class SecretError(Exception):
    """A secret can't be read: no matter of the request, but of who runs the service."""


class Secret:
    """A value that only `reveal` gives: logs, messages, JSON and pickles show that there is one, or refuse."""

    __slots__ = ("_reveal",)

    def __init__(self, value: str) -> None:
        # In a closure, not in an attribute: what writes down all attributes of everything does not find it.
        def reveal() -> str:
            return value

        self._reveal = reveal

    def reveal(self) -> str:
        """The value itself: for the call that needs it, and for no variable that lives longer."""
        return self._reveal()

    def field(self, name: str) -> "Secret":
        """One of the values of a secret that is a JSON object, like a database's. Raises SecretError."""
        try:
            return Secret(str(msgspec.json.decode(self.reveal(), type=dict[str, Any])[name]))
        except (msgspec.DecodeError, KeyError):
            # Not "from" that: what can't be read as JSON may be told with its text.
            raise SecretError(f"The secret is no JSON object with a field {name!r}.") from None

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not copied to where it could be read.")


class StoredSecret:
    """The secret whose ARN is in the environment variable `variable`.

    Its methods raise SecretError, and UnavailableError when AWS throttles or does not answer.
    """

    def __init__(self, variable: str) -> None:
        self._variable = variable

    def get(self) -> Secret:
        """The value, as it was five minutes ago or later."""
        return self._read(anew=False)

    def renew(self) -> Secret:
        """The value as it is now: for a second try, when the other side refuses the one that `get` gave."""
        return self._read(anew=True)

    def _read(self, *, anew: bool) -> Secret:
        arn = os.environ.get(self._variable)
        if not arn:
            raise SecretError(f"{self._variable} is not set: the template's answer `secrets` says who reads what.")
        try:
            with unavailable_when_aws_is():
                return Secret(_text(arn, anew=anew))
        except ClientError as error:
            raise SecretError(f"{self._variable} can't be read: {error.response['Error']['Code']}") from error


@cache
def provider() -> SecretsProvider:
    """What asks Secrets Manager and keeps the answers, made when it is first needed."""
    return SecretsProvider(boto_config=CONFIG)


def _text(arn: str, *, anew: bool) -> str:
    try:
        value = provider().get(arn, max_age=KEPT_SECONDS, force_fetch=anew)
    except GetParameterError as error:
        # Powertools keeps the text of what boto3 raised; what it is says whether to try again.
        raise error.__context__ or error from None
    if not isinstance(value, str):
        raise SecretError(f"{arn} has bytes as its value: it must be text.")
    return value
