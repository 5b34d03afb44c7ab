"""Services whose logical ids are kept, by what is special about each."""

from typing import Any

from harness.answers import EVERYTHING

SERVICES: dict[str, dict[str, Any]] = {
    "the default service": {},
    "a REST API with an alarm address": {"api": "rest", "alarm_email": "alarms@example.com"},
    "awkward names": {"resources": "person:people, news, api-keys, class, data"},
    "every trigger": EVERYTHING,
}
