"""A DynamoDB table of records with an id and a version. Every write is conditional: nothing is overwritten unseen."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, cast

from .aws import dynamodb, unavailable_when_aws_is
from .codec import from_item, to_item, update_expression, version_condition
from .errors import KeyReusedError, NotFoundError, PreconditionFailedError
from .records import Page, Record, plain

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import ScanInputTypeDef

# Beside the record's fields, under a name that no field can have.
_FINGERPRINT = "#fingerprint"


class Table(Generic[Record]):
    """The table whose name is in the environment variable `name_variable`.

    Every method raises UnavailableError when AWS throttles or does not answer.
    """

    def __init__(self, record_type: type[Record], name_variable: str) -> None:
        self._record_type = record_type
        self._name_variable = name_variable

    def get(self, record_id: str) -> Record:
        """The record, as the latest write left it. Raises NotFoundError."""
        with unavailable_when_aws_is():
            answer = dynamodb().get_item(TableName=self._name, Key=to_item({"id": record_id}), ConsistentRead=True)
        if "Item" not in answer:
            raise NotFoundError(f"There is no {record_id}.")
        return from_item(answer["Item"], self._record_type)

    def insert(self, record: Record, fingerprint: str) -> tuple[Record, bool]:
        """Store a new record. Where its id is taken by one with the same fingerprint, that one and False are returned.

        Raises KeyReusedError when the id is taken by a record with another fingerprint.
        """
        item = to_item({**plain(record), _FINGERPRINT: fingerprint})
        with unavailable_when_aws_is():
            try:
                dynamodb().put_item(
                    TableName=self._name,
                    Item=item,
                    ConditionExpression="attribute_not_exists(id)",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except dynamodb().exceptions.ConditionalCheckFailedException as error:
                stored = cast("dict[str, Any]", error.response)["Item"]
                if stored.get(_FINGERPRINT) != item[_FINGERPRINT]:
                    raise KeyReusedError("The Idempotency-Key was used with another body.") from error
                return from_item(stored, self._record_type), False
        return record, True

    def replace(self, record_id: str, values: Mapping[str, Any], versions: Sequence[int] | None) -> Record:
        """Set the attributes, remove those that are None, and count the version up.

        `versions` are the ones that may be replaced, None means any. Raises NotFoundError, PreconditionFailedError.
        """
        expression, names, sent = update_expression(values)
        condition, expected = version_condition(versions)
        with unavailable_when_aws_is(), _refusals(record_id):
            answer = dynamodb().update_item(
                TableName=self._name,
                Key=to_item({"id": record_id}),
                UpdateExpression=expression,
                ConditionExpression=condition,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=to_item({**sent, **expected}),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        return from_item(answer["Attributes"], self._record_type)

    def delete(self, record_id: str, versions: Sequence[int] | None) -> None:
        """Remove the record if it is in one of the versions. Raises NotFoundError, PreconditionFailedError."""
        condition, expected = version_condition(versions)
        with unavailable_when_aws_is(), _refusals(record_id):
            dynamodb().delete_item(
                TableName=self._name,
                Key=to_item({"id": record_id}),
                ConditionExpression=condition,
                ExpressionAttributeNames={"#version": "version"},
                ExpressionAttributeValues=to_item(expected),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )

    def page(self, limit: int, after: str | None) -> Page[Record]:
        """At most `limit` records after the one with the id `after`, in the table's own order.

        One Scan: it costs what it reads, and stops at 1 MB, so that the answer stays below Lambda's 6 MB.
        """
        question: ScanInputTypeDef = {"TableName": self._name, "Limit": limit}
        if after is not None:
            question["ExclusiveStartKey"] = to_item({"id": after})
        with unavailable_when_aws_is():
            answer = dynamodb().scan(**question)
        last = answer.get("LastEvaluatedKey")
        return Page([from_item(item, self._record_type) for item in answer["Items"]], last["id"]["S"] if last else None)

    @property
    def _name(self) -> str:
        return os.environ[self._name_variable]


@contextmanager
def _refusals(record_id: str) -> Iterator[None]:
    """A failed condition tells by the record it found, or did not find, what was wrong."""
    try:
        yield
    except dynamodb().exceptions.ConditionalCheckFailedException as error:
        if "Item" in error.response:
            raise PreconditionFailedError("The record has changed since it was read.") from error
        raise NotFoundError(f"There is no {record_id}.") from error
