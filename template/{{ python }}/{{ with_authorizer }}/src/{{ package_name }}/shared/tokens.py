"""What a token is worth: signed by the issuer, for this API, and neither too old nor too young."""

from typing import Any

import jwt

from .keys import Keys

# How far the clocks of the issuer and of Lambda may be apart.
TOLERANCE_SECONDS = 30


def bearer(text: str) -> str:
    """The token in a header. Raises an error where there is something else."""
    kind, _, token = text.partition(" ")
    if kind.lower() != "bearer":
        raise jwt.InvalidTokenError("There is no token.")
    return token


def verified(token: str, keys: Keys, issuer: str, audience: str) -> dict[str, Any]:
    """The token's claims. Raises UnreachableError, or another error unless all of it holds."""
    header = jwt.get_unverified_header(token)
    key = keys.find(header.get("kid"))
    # The key says how a signature is made; a token that says otherwise lies.
    if key is None or header["alg"] != key.algorithm_name:
        raise jwt.InvalidKeyError("There is no such key.")
    claims = jwt.decode(
        token,
        key,
        algorithms=[key.algorithm_name],
        issuer=issuer,
        leeway=TOLERANCE_SECONDS,
        options={"require": ["exp", "iss", "sub"], "verify_aud": False},
    )
    # Some issuers name the client instead of an audience, as an HTTP API understands it, too.
    named = claims["aud"] if "aud" in claims else claims.get("client_id")
    if audience not in (named if isinstance(named, list) else [named]):
        raise jwt.InvalidAudienceError("The token is for somebody else.")
    return claims


def scopes_of(claims: dict[str, Any]) -> frozenset[str]:
    """What a token allows: issuers write it as one text or as a list."""
    said = claims.get("scope") or claims.get("scp") or ""
    words = said.split() if isinstance(said, str) else said
    return frozenset(word for word in words if isinstance(word, str)) if isinstance(words, list) else frozenset()
