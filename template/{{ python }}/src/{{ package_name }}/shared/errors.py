"""What can go wrong, in the service's own words. Nothing here knows of HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One bad field of an input, and what would be right."""

    field: str
    message: str


class ServiceError(Exception):
    """A refusal that the caller is told about; its text is for the caller."""


class InvalidError(ServiceError):
    """The input breaks rules: all of them, one entry for each bad field."""

    def __init__(self, errors: Sequence[FieldError], message: str = "The request is not valid.") -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class TooLargeError(ServiceError):
    """The input is larger than a record may be."""


class UnsupportedMediaTypeError(ServiceError):
    """The input is in a format that the service does not read."""


class NotFoundError(ServiceError):
    """There is no such record."""


class PreconditionFailedError(ServiceError):
    """The record is not in the version that the caller has seen."""


class KeyReusedError(ServiceError):
    """The idempotency key was used before, with another input."""


class UnavailableError(ServiceError):
    """AWS is throttling or does not answer; the same request may succeed later."""
