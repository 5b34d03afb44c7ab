"""The keys of who issues tokens: fetched once, kept, and looked for again when a token names another one."""

import json
import math
import time
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import jwt

from .observability import logger

ALGORITHMS = {"ES256", "RS256"}
KEEP_SECONDS = 3600
# Anyone can name a key that there is not: the issuer is not asked more often than this.
PAUSE_SECONDS = 30
TIMEOUT_SECONDS = 3


def fetch(url: str) -> Any:
    """A document of the issuer's."""
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        return json.load(answer)


class UnreachableError(Exception):
    """Nobody can tell a good token from a bad one: the issuer has never said what its keys are."""


class Keys:
    def __init__(
        self, issuer: str, fetch: Callable[[str], Any] = fetch, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._issuer = issuer
        self._fetch = fetch
        self._now = now
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = self._tried = -math.inf

    def find(self, key_id: str | None) -> jwt.PyJWK | None:
        """The key of that id, if the issuer has it. Raises UnreachableError."""
        is_missing = key_id not in self._keys or self._now() - self._fetched > KEEP_SECONDS
        if is_missing and self._now() - self._tried > PAUSE_SECONDS:
            self._tried = self._now()
            try:
                self._keys = self._published()
                self._fetched = self._tried
            except (AttributeError, LookupError, OSError, TypeError, ValueError) as error:
                logger.warning("the issuer's keys can't be fetched: those of before, if any, go on", exc_info=error)
        if self._fetched == -math.inf:
            raise UnreachableError
        return self._keys.get(key_id) if key_id else None

    def _published(self) -> dict[str, jwt.PyJWK]:
        """What the issuer signs with, of the algorithms that are known here."""
        described = self._fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        url = described["jwks_uri"]
        if urlsplit(url).scheme != urlsplit(self._issuer).scheme:
            raise ValueError(f"The issuer's keys are at {url}, which is not as safe as the issuer itself.")
        found = {}
        for each in self._fetch(url)["keys"]:
            try:
                key = jwt.PyJWK(each)
            except jwt.PyJWTError:
                continue
            if key.key_id and key.algorithm_name in ALGORITHMS and each.get("use", "sig") == "sig":
                found[key.key_id] = key
        return found
