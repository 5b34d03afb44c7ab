"""Who may call the API, tried with all kinds of tokens."""

import os
import time
from typing import Any

import pytest

from e2e.client import call
from local.caller import SCOPES
from local.describe import setting

if "AWS_ENDPOINT_URL" not in os.environ:
    pytest.skip("At AWS nobody can sign tokens of the issuer's for tests.", allow_module_level=True)
from local.issuer import token, url

AUDIENCE = setting(os.environ["ENV"], "JwtAudience")
EVERYTHING = " ".join(SCOPES)
NOW = int(time.time())
BAD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a key of nobody": ({"kid": "other"}, {}),
    "an expired one": ({}, {"exp": NOW - 3600}),
    "one that is not valid yet": ({}, {"nbf": NOW + 3600}),
    "another audience": ({}, {"aud": "https://other.example.com"}),
    "another issuer": ({}, {"iss": f"{url()}/other"}),
}


def status(method: str, path: str, header: dict[str, Any], claims: dict[str, Any]) -> int:
    good = {"aud": AUDIENCE, "scope": EVERYTHING}
    return call(method, path, authorization=f"Bearer {token(header, {**good, **claims})}").status


def test_a_good_token_is_let_in(path: str) -> None:
    assert status("GET", path, {}, {}) == 200


@pytest.mark.parametrize("text", ["", "Bearer", "Bearer a.b.c", "Basic YTpi"])
def test_what_is_no_token_is_refused(path: str, text: str) -> None:
    assert call("GET", path, authorization=text).status == 401


@pytest.mark.parametrize(("header", "claims"), BAD.values(), ids=BAD)
def test_a_bad_token_is_refused(path: str, header: dict[str, Any], claims: dict[str, Any]) -> None:
    assert status("GET", path, header, claims) == 401


@pytest.mark.parametrize(
    ("algorithm", "signature"), [("none", ""), ("none", "AAAA"), ("HS256", "AAAA"), ("RS256", "AAAA")]
)
def test_a_signature_that_does_not_hold_is_refused(path: str, algorithm: str, signature: str) -> None:
    signed = token({"alg": algorithm}, {"aud": AUDIENCE, "scope": EVERYTHING}).rpartition(".")[0]
    assert call("GET", path, authorization=f"Bearer {signed}.{signature}").status == 401


def test_a_scope_opens_what_it_is_for_and_nothing_else(path: str, body: Any) -> None:
    reading = [scope for scope in SCOPES if scope.endswith(".read")]
    readers = token({}, {"aud": AUDIENCE, "scope": " ".join(reading)})
    assert call("GET", path, authorization=f"Bearer {readers}").status == 200
    assert call("POST", path, body, authorization=f"Bearer {readers}").status == 403
    assert status("GET", path, {}, {"scope": "openid"}) == 403
