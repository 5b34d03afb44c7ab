"""Does work once, although triggers deliver more than once: a table remembers for two weeks what is done."""

import os
import time
import uuid
from collections.abc import Callable
from typing import Any, cast

from .aws import dynamodb, in_init, unavailable_when_aws_is
from .errors import UnavailableError
from .observability import logger

# Longer than any trigger repeats itself; a message may wait in a dead-letter queue for just as long.
KEEP_SECONDS = 14 * 24 * 60 * 60

# DynamoDB removes what has expired some time later, so both times are compared here as well.
_IS_FREE = "attribute_not_exists(id) OR expires_at < :now OR leased_until < :now"

in_init(dynamodb)


def once(key: str, work: Callable[[], str], remaining_ms: int) -> None:
    """Do the work unless the key is marked as done. What it returns is kept beside the mark, for people who look.

    Whoever works on a key has it on lease until its invocation is over. Another who comes meanwhile gets
    UnavailableError, and one who comes after a crash does the work again: so an effect that must not happen twice has
    to know the key. When the work raises, the key is free at once.
    """
    now = time.time()
    lease = str(uuid.uuid4())
    if not take(key, lease, now, now + remaining_ms / 1000):
        logger.info("done before", key=key)
        return
    try:
        outcome = work()
    except BaseException:
        give_back(key, lease)
        raise
    mark(key, lease, outcome)


def take(key: str, lease: str, now: float, until: float) -> bool:
    """Take the key on lease; False when its work is done. Raises UnavailableError when another has it."""
    item = {"id": key, "lease": lease}
    times = {"leased_until": until, "expires_at": int(now) + KEEP_SECONDS}
    with unavailable_when_aws_is():
        try:
            dynamodb().put_item(
                TableName=_table(),
                Item={**_texts(item), **_numbers(times)},
                ConditionExpression=_IS_FREE,
                ExpressionAttributeValues=_numbers({":now": now}),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except dynamodb().exceptions.ConditionalCheckFailedException as error:
            if "lease" in cast("dict[str, Any]", error.response)["Item"]:
                raise UnavailableError("Another invocation is working on it.") from error
            return False
    return True


def mark(key: str, lease: str, outcome: str) -> None:
    """Mark the key as done, if this lease is still the one."""
    with unavailable_when_aws_is():
        dynamodb().update_item(
            TableName=_table(),
            Key=_texts({"id": key}),
            UpdateExpression="SET outcome = :outcome REMOVE lease, leased_until",
            ConditionExpression="lease = :lease",
            ExpressionAttributeValues=_texts({":outcome": outcome, ":lease": lease}),
        )


def give_back(key: str, lease: str) -> None:
    """Free the key; where that fails, the lease ends by itself."""
    try:
        dynamodb().delete_item(
            TableName=_table(),
            Key=_texts({"id": key}),
            ConditionExpression="lease = :lease",
            ExpressionAttributeValues=_texts({":lease": lease}),
        )
    except Exception:
        logger.warning("the key stays on lease", key=key, exc_info=True)


def _texts(values: dict[str, str]) -> dict[str, Any]:
    return {name: {"S": value} for name, value in values.items()}


def _numbers(values: dict[str, float]) -> dict[str, Any]:
    return {name: {"N": repr(value)} for name, value in values.items()}


def _table() -> str:
    return os.environ["IDEMPOTENCY_TABLE_NAME"]
