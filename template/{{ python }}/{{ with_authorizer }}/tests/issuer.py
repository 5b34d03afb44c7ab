"""An issuer of tokens, good and bad ones, that is nowhere but in the tests."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from local_aws import ENVIRONMENT

ISSUER, AUDIENCE = ENVIRONMENT["JWT_ISSUER"], ENVIRONMENT["JWT_AUDIENCE"]
RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_PUBLIC = json.loads(RSAAlgorithm.to_jwk(RSA_KEY.public_key()))
EC_PUBLIC = json.loads(ECAlgorithm.to_jwk(EC_KEY.public_key()))


class Issuer:
    """`fetch` answers what it publishes; `asked` counts how often that was looked at."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = [{**RSA_PUBLIC, "kid": "rsa"}, {**EC_PUBLIC, "kid": "ec", "use": "sig"}]
        self.asked = 0
        self.is_there = True

    def fetch(self, url: str) -> Any:
        if not self.is_there:
            raise OSError
        if url.endswith("/.well-known/openid-configuration"):
            return {"issuer": ISSUER, "jwks_uri": f"{ISSUER.rstrip('/')}/keys"}
        self.asked += 1
        return {"keys": self.keys}


def token(key: Any = RSA_KEY, algorithm: str = "RS256", headers: dict[str, Any] | None = None, **changes: Any) -> str:
    """A good one, but for the changes; None takes a claim out."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "somebody", "iat": now, "exp": now + 3600, "scope": "", **changes}
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(said, key, algorithm, {"kid": "rsa", **(headers or {})})
