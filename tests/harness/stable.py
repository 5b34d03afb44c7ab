"""Services whose logical ids are kept, by what is special about each."""

from typing import Any

from harness.answers import EVERYTHING

SERVICES: dict[str, dict[str, Any]] = {
    "the default service": {},
    "a REST API with an alarm address": {"api": "rest", "alarm_email": "alarms@example.com"},
    "a protected REST API": {"api": "rest", "waf": True, "custom_domain": True},
    "an HTTP API with a domain and a key": {
        "custom_domain": True,
        "kms": True,
        "vpc": "existing",
        "secrets": "get-item>payments",
        "schedules": "heartbeat=rate(1 day)",
    },
    "a VPC of the service's own": {
        "vpc": "new",
        "queues": "emails",
        "uploads": "documents",
        "links": "create-item>emails",
    },
    "awkward names": {"resources": "person:people, news, api-keys, class, data"},
    "every trigger": EVERYTHING,
    "a queue with a dashboard": {"queues": "emails", "dashboard": True},
}
