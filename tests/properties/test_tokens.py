"""Whatever a stranger sends instead of a token, nobody is let in, and nothing else goes wrong."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fresh import nested
from invoke import Context, load
from issuer import AUDIENCE, EC_KEY, ISSUER, RSA_KEY, Issuer, token
from my_service.handlers import authorize
from my_service.shared.keys import Keys

EVENT = load("authorize/happy")
GOOD = {"iss": ISSUER, "aud": AUDIENCE, "sub": "somebody", "exp": 4_102_444_800, "scope": "my-service/items.read"}
ODD = nested(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3),
)
ALGORITHMS = st.sampled_from(["none", "None", "HS256", "RS256", "ES256", "PS256", "EdDSA", ""]) | ODD
HEADERS = st.fixed_dictionaries(
    {"alg": ALGORITHMS},
    optional={"kid": st.sampled_from(["rsa", "ec", "other"]) | ODD, "typ": ODD, "crit": ODD, "jwk": ODD, "b64": ODD},
)
CLAIMS = st.fixed_dictionaries(
    {},
    optional={name: st.just(value) | ODD for name, value in GOOD.items()} | {"nbf": ODD, "iat": ODD, "scp": ODD},
)


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


# A signature of random bytes holds by a chance that nobody lives to see.
SIGNATURES = st.just("") | st.binary(max_size=300).map(lambda content: base64.urlsafe_b64encode(content).decode())
FORGED = st.builds(
    lambda *parts: ".".join(parts),
    HEADERS.map(encoded) | st.text(max_size=30),
    st.just(encoded(GOOD)) | CLAIMS.map(encoded) | st.text(max_size=30),
    SIGNATURES | st.text(max_size=30),
)
# Signed as it should be, but for somebody else, or not by now.
WRONG = st.sampled_from(
    [
        {"aud": "other"},
        {"iss": "https://other.example.com"},
        {"exp": 1},
        {"exp": None},
        {"nbf": 4_102_444_800},
        {"sub": None},
    ]
)
SIGNED = st.builds(
    lambda wrong, ec: token(EC_KEY, "ES256", {"kid": "ec"}, **wrong) if ec else token(RSA_KEY, **wrong),
    WRONG,
    st.booleans(),
)
TEXTS = st.text(max_size=200) | st.builds(
    lambda kind, text: f"{kind} {text}", st.sampled_from(["Bearer", "bearer", "Basic", ""]), FORGED | SIGNED
)


@settings(max_examples=10_000, deadline=None)
@given(text=TEXTS)
def test_nobody_is_let_in_by_what_is_no_token(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authorize, "keys", KEYS)
        with pytest.raises(authorize.UnauthorizedError):
            authorize.handler({**EVENT, "authorizationToken": text}, Context("authorize"))


KEYS = Keys(ISSUER, Issuer().fetch)


def test_a_good_token_would_be() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authorize, "keys", KEYS)
        assert authorize.handler({**EVENT, "authorizationToken": f"Bearer {token()}"}, Context("authorize"))
