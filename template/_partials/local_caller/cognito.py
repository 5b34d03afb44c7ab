"""Whoever calls the API from this machine: with the token in TOKEN, which the pool's sign-in page gives."""

import os

from local.problem import ServiceError


def bearer() -> str:
    """What the header authorization says. Raises ServiceError."""
    if given := os.environ.get("TOKEN"):
        return f"Bearer {given}"
    raise ServiceError("Callers need a token, which only a person gets: say TOKEN=… (README, 'Who may call').")


{% include 'template/_partials/local_caller/words.py' %}
