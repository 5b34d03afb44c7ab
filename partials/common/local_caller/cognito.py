"""Whoever calls the API from this machine: with the token in TOKEN, or in the emulator with one that opens all."""

import os

from local import pool
from local.problem import ServiceError


def bearer() -> str:
    """What the header authorization says. Raises ServiceError."""
    if given := os.environ.get("TOKEN"):
        return f"Bearer {given}"
    if "AWS_ENDPOINT_URL" in os.environ:
        return f"Bearer {pool.token()}"
    raise ServiceError("Callers need a token, which only a person gets: say TOKEN=… (README, 'Who may call').")


{% include 'partials/common/local_caller/words.py' %}
