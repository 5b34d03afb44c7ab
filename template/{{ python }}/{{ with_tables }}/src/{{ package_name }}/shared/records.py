"""What all records have in common."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

import msgspec

# The namespace of ids that are made from idempotency keys; a new one would make old keys new.
_KEYS = uuid.UUID("5f0b7a52-3a0c-4b6e-9d0e-2f6c1a7e4d11")


class Stored(Protocol):
    """A msgspec Struct with the four fields that the service itself sets."""

    __struct_fields__: ClassVar[tuple[str, ...]]

    id: str
    created_at: str
    updated_at: str
    version: int


Record = TypeVar("Record", bound=Stored)


class Page(NamedTuple, Generic[Record]):
    """Some records; `last_id` is where the next page starts, None after the last one."""

    records: Sequence[Record]
    last_id: str | None


def plain(record: object) -> dict[str, Any]:
    """A Struct's fields as JSON has them, without the ones that are None."""
    return {name: value for name, value in msgspec.to_builtins(record).items() if value is not None}


def new_id(idempotency_key: str | None) -> str:
    """A random id, or the one that the key always gives: so a repeated request meets its first record."""
    return str(uuid.uuid5(_KEYS, idempotency_key) if idempotency_key else uuid.uuid4())


def fingerprint(fields: msgspec.Struct) -> str:
    """What tells whether two inputs are the same; a field that is new and absent makes no difference."""
    return hashlib.sha256(msgspec.json.encode(plain(fields), order="sorted")).hexdigest()


def now() -> str:
    """The time as records keep it: RFC 3339, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
