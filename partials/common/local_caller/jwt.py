"""Whoever calls the API from this machine: with the token in TOKEN, or in the emulator with one that opens all."""

import os

from local.describe import setting
from local.issuer import token
from local.problem import ServiceError

SCOPES = [
{% for scope in scopes %}
    "{{ scope.scope }}",
{% endfor %}
]


def bearer() -> str:
    """What the header authorization says. Raises ServiceError."""
    if given := os.environ.get("TOKEN"):
        return f"Bearer {given}"
    if "AWS_ENDPOINT_URL" not in os.environ:
        raise ServiceError("Callers need a token: say TOKEN=… (README, 'Who may call').")
    audience = setting(os.environ.get("ENV", "{{ stages[0].name }}"), "JwtAudience")
    return f"Bearer {token({}, {'aud': audience, 'scope': ' '.join(SCOPES)})}"


{% include 'partials/common/local_caller/words.py' %}
