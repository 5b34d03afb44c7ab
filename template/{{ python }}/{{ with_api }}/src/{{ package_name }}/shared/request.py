"""An API request, whichever kind of gateway it came through, and how its parts are read."""

import re
from base64 import urlsafe_b64decode
from binascii import Error as BadBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from .errors import FieldError, InvalidError, TooLargeError, UnsupportedMediaTypeError

Fields = TypeVar("Fields", bound=msgspec.Struct)

# Far below DynamoDB's 400 KB for an item and Lambda's 6 MB for a request.
MAX_BODY_BYTES = 256 * 1024
MAX_LIMIT = 100
DEFAULT_LIMIT = 25

_JSON = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]{1,255}")
_STRONG_ETAG = re.compile(r'(?<!W/)"([1-9]\d{0,14})"')


@dataclass(frozen=True)
class Request:
    """What the gateway passed on.

    `url` is the path as the client wrote it, stage included; `path` has its parameters. Header names are in lower case.
    `remaining_ms` tells how long the function may still run; what works through many records asks it before each.
    """

    id: str
    url: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    remaining_ms: Callable[[], int]
    body: bytes

    def record_id(self) -> str:
        """The id in the path. Raises InvalidError unless it is a UUID."""
        value = self.path["id"]
        if not _UUID.fullmatch(value):
            raise InvalidError([FieldError("id", "Expected a UUID in lower case")])
        return value

    def fields(self, fields_type: type[Fields]) -> Fields:
        """The body as `fields_type`. Raises an error unless it is JSON, small enough and valid."""
        if self.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise UnsupportedMediaTypeError("The body must be application/json.")
        if len(self.body) > MAX_BODY_BYTES:
            raise TooLargeError(f"The body is over {MAX_BODY_BYTES} bytes.")
        try:
            value = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidError([], "The body is not valid JSON.") from error
        if not isinstance(value, dict):
            raise InvalidError([], "The body is not a JSON object.")
        if errors := _bad_fields(fields_type, value):
            raise InvalidError(errors)
        try:
            return msgspec.convert(value, fields_type)
        except msgspec.ValidationError as error:  # a rule across fields, from the Struct's __post_init__
            raise InvalidError([], str(error)) from error

    def idempotency_key(self) -> str | None:
        """The Idempotency-Key, if there is one. Raises InvalidError unless it is visible ASCII."""
        key = self.headers.get("idempotency-key")
        if key is not None and not _VISIBLE_ASCII.fullmatch(key):
            raise InvalidError([FieldError("Idempotency-Key", "Expected 1 to 255 visible ASCII characters")])
        return key

    def expected_versions(self) -> tuple[int, ...] | None:
        """The versions that If-Match accepts; None when any will do."""
        tags = self.headers.get("if-match", "*").strip()
        return None if tags == "*" else tuple(int(version) for version in _STRONG_ETAG.findall(tags)[:MAX_LIMIT])

    def page(self) -> tuple[int, str | None]:
        """How many records are asked for, and the id of the one before them. Raises InvalidError."""
        errors = []
        limit = self.query.get("limit", str(DEFAULT_LIMIT))
        if not re.fullmatch(r"[0-9]{1,3}", limit) or not 1 <= int(limit) <= MAX_LIMIT:
            errors.append(FieldError("limit", f"Expected a number from 1 to {MAX_LIMIT}"))
        token = self.query.get("next_token")
        after = None if token is None else _id_in(token)
        if token is not None and after is None:
            errors.append(FieldError("next_token", "Expected the next_token of an earlier answer"))
        if errors:
            raise InvalidError(errors)
        return int(limit), after


def _bad_fields(fields_type: type[msgspec.Struct], value: dict[str, object]) -> list[FieldError]:
    """Every bad field with what is wrong; msgspec by itself stops at the first."""
    known = {field.encode_name: field for field in msgspec.structs.fields(fields_type)}
    errors = [FieldError(name, "There is no such field") for name in value if name not in known]
    for name, field in known.items():
        if name in value:
            try:
                msgspec.convert(value[name], field.type)
            except msgspec.ValidationError as error:
                errors.append(FieldError(name, re.sub("str|int|float|bool", lambda word: _JSON[word[0]], str(error))))
        elif field.required:
            errors.append(FieldError(name, "The field is missing"))
    return errors


def _id_in(token: str) -> str | None:
    """The id of a page's last record, which is all that a token holds: forging one gains nothing."""
    try:
        record_id = urlsafe_b64decode(token.encode()).decode()
    except (BadBase64, UnicodeError):
        return None
    return record_id if _UUID.fullmatch(record_id) else None
