"""Between records and what DynamoDB stores, where every number is a decimal."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, DecimalException
from typing import Any, TypeVar

import msgspec
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from .errors import InvalidError, PreconditionFailedError

Struct = TypeVar("Struct")

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize
_numbers = msgspec.json.Encoder(decimal_format="number")


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values as DynamoDB's attribute values. Raises InvalidError for a number that it does not store."""
    decimals = json.loads(msgspec.json.encode(values), parse_float=Decimal)
    try:
        return {name: _serialize(value) for name, value in decimals.items()}
    except DecimalException as error:
        raise InvalidError([], "A number has more digits than can be stored.") from error


def from_item(item: Mapping[str, Any], struct_type: type[Struct]) -> Struct:
    """DynamoDB's attribute values as a Struct; attributes that it does not have are left out."""
    values = {name: _deserialize(value) for name, value in item.items()}
    return msgspec.json.decode(_numbers.encode(values), type=struct_type)


def update_expression(values: Mapping[str, Any]) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Sets the values, removes those that are None, counts the version up; with the expression's names and values."""
    names = {f"field{number}": name for number, name in enumerate(values)}
    kept = [key for key, name in names.items() if values[name] is not None]
    expression = "SET " + ", ".join(f"#{key} = :{key}" for key in kept) + " ADD #version :one"
    if removed := [f"#{key}" for key in names if key not in kept]:
        expression += " REMOVE " + ", ".join(removed)
    placeholders = {"#version": "version", **{f"#{key}": name for key, name in names.items()}}
    return expression, placeholders, {":one": 1, **{f":{key}": values[names[key]] for key in kept}}


def version_condition(versions: Sequence[int] | None) -> tuple[str, dict[str, int]]:
    """The condition that there is a record, in one of the versions if they are given, and its values."""
    if versions is None:
        return "#version > :none", {":none": 0}
    if not versions:
        raise PreconditionFailedError("If-Match names no version of the record.")
    expected = {f":version{number}": version for number, version in enumerate(versions)}
    return f"#version IN ({', '.join(expected)})", expected
