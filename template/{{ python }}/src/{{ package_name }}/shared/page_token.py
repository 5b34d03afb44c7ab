"""Page tokens: opaque to clients, and no more than the id of a page's last record.

A forged token is a wrong id of the same table, so nothing is to be gained by making one and no secret has to be kept.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64


def encode(record_id: str) -> str:
    """The token of the page after `record_id`."""
    return urlsafe_b64encode(record_id.encode()).decode()


def decode(token: str) -> str | None:
    """The id in a token, for its reader to check; None where there is no text in it."""
    try:
        return urlsafe_b64decode(token.encode()).decode()
    except (BadBase64, UnicodeError):
        return None
