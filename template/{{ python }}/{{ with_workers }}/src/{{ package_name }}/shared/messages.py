"""How the contents of messages and events are read."""

from typing import TypeVar

import msgspec

from .errors import InvalidError

Content = TypeVar("Content")


def decode(text: str | bytes, content_type: type[Content]) -> Content:
    """JSON text as `content_type`; fields that the type does not have are ignored, so that senders may be ahead.

    Raises InvalidError unless it is JSON and valid.
    """
    try:
        return msgspec.json.decode(text, type=content_type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError([], f"The message is not valid: {error}") from error
