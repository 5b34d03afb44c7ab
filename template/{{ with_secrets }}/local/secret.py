"""Gives a secret another value: the one that comes by standard input, where no history and no list of processes has it.

    python -m local.secret ENVIRONMENT PORT NAME

An empty PORT means AWS.
"""

import getpass
import os
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.problem import ServiceError
from local.running import Running
from local.session import reached

# What Secrets Manager takes.
MAX_BYTES = 65536


def main(environment: str, port: str, name: str) -> None:
    try:
        print(replace(reached(environment, port), name))
    except ServiceError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Stopped: nothing is changed.")


def replace(service: Running, name: str) -> str:
    """Make what is typed, or piped, the secret's value, and tell what became of it. Raises ServiceError."""
    arn = service.part(name, "Secret") if name else None
    if not arn:
        known = ", ".join(sorted(named(service))) or "none"
        raise ServiceError(f"There is no secret {name!r} in {service.name}: say NAME=… with one of {known}.")
    value = asked(f"The new value of {name} in {service.name}, which is not shown: ")
    try:
        boto3.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=value)
    except (BotoCoreError, ClientError) as error:
        # Whatever it says, what was typed is no part of it.
        raise ServiceError(f"{name} is not changed: {error}".replace(value, "…")) from None
    return f"{name} is changed in {service.name}: functions work with it within 5 minutes."


def named(service: Running) -> list[str]:
    """The secrets of the stack, as NAME calls them: each is STACK/NAME, at AWS within an ARN that goes on after it."""
    found = [each for name, each in service.resources.items() if name.endswith("Secret") and "/" in each]
    ends = [(each, each.rpartition("/")[2]) for each in found]
    return [end.rpartition("-")[0] if each.startswith("arn:") else end for each, end in ends]


def asked(question: str) -> str:
    """What a person types unseen, or what is piped, without the end of its last line. Raises ServiceError."""
    value = getpass.getpass(question) if os.isatty(0) else sys.stdin.read().removesuffix("\n")
    if not value:
        raise ServiceError("There is no value: nothing is changed.")
    if len(value.encode()) > MAX_BYTES:
        raise ServiceError(f"The value has more than {MAX_BYTES} bytes: nothing is changed.")
    return value


if __name__ == "__main__":
    main(*sys.argv[1:])
