"""Random answers for property-based tests: many are legal, many are nearly so."""

from typing import Any

from hypothesis import strategies as st

from harness import space

LETTERS = "abcxyz"
WORD = st.tuples(st.sampled_from(LETTERS), st.text(f"{LETTERS}012", max_size=9)).map("".join)
AWKWARD = st.sampled_from(["people", "news", "data", "class", "true", "api-keys", "tables", "s", "es", "ies", "con"])
KEBAB = st.lists(WORD, min_size=1, max_size=3).map("-".join)
NAME = KEBAB | AWKWARD | KEBAB.map(lambda word: word + "s")
ODD = st.text(max_size=40)
RESOURCE = NAME | st.tuples(NAME, NAME).map(":".join) | ODD
CHOICES = {
    "runtime": st.sampled_from(["python3.12", "python3.13", "python3.14", "nodejs22.x", "nodejs24.x"]),
    "iac": st.sampled_from(["sam", "cdk"]),
    "api": st.sampled_from(["http", "rest", "none"]),
    "ci": st.sampled_from(["github", "gitlab", "none"]),
    "architecture": st.sampled_from(["arm64", "x86_64"]),
    "alarm_topic": st.booleans(),
    "supply_chain": st.booleans(),
    "dashboard": st.booleans(),
    "dependency_updates": st.sampled_from(["none", "renovate"]),
    "devcontainer": st.booleans(),
    "deployment": st.sampled_from(["all-at-once", "canary", "linear"]),
    "kms": st.booleans(),
    "vpc": st.sampled_from(["none", "existing", "new"]),
}
# Few names, so that they meet: in links and streams what exists, and in two answers the same.
SHORT = st.sampled_from(["a", "b", "a-b", "ab", "items", "orders", "get-item", "class", "alarm", "idempotency"])
QUEUE = SHORT | SHORT.map(lambda name: name + ".fifo") | ODD
FUNCTION = (
    SHORT.map(lambda name: f"process-{name}")
    | SHORT.map(lambda name: f"on-{name}")
    | SHORT
    | st.sampled_from(["create-item", "get-item", "on-items-changed", "on-orders-changed"])
)
RATES = st.sampled_from(["rate(1 day)", "rate(5 minutes)", "cron(0 3,15 * * ? *)", "cron(0/5 8-17 ? * MON-FRI 2026)"])


# Each kind of trigger, by answers that have it alone; all of them together fit, too.
KINDS: dict[str, dict[str, str]] = {kind: space.answers({kind: "some"}) for kind in space.KINDS}
LINKS = "create-item>emails, create-item>orders, update-item>invoices, get-item>order-placed, list-items>audit"
EVERYTHING: dict[str, str] = {
    **space.answers({"resources": "two", **dict.fromkeys(space.KINDS, "some")}),
    "links": f"{LINKS}, process-emails>orders, on-items-changed>emails, consume-clicks>orders, on-order-shipped>audit,"
    " heartbeat>paid, process-documents-upload>emails",
}
JWT = space.answers({"auth": "jwt"})


def listed(elements: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(elements, max_size=most, unique=True).map(", ".join)


def joined(left: st.SearchStrategy[str], sign: str, right: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(left, right).map(sign.join)


def whose_callers_call_something(answers: dict[str, Any]) -> dict[str, Any]:
    """Without an API nobody is asked who may call it, and tokens have an issuer and an audience."""
    unsaid = answers.get("auth") == "jwt" and not answers.keys() >= JWT.keys()
    left_out = {"auth"} if answers.get("api") == "none" or unsaid else set()
    return {name: answer for name, answer in answers.items() if name not in left_out}


TRIGGERS = {
    "queues": listed(QUEUE),
    "streams": listed(SHORT | SHORT.map(lambda name: "kinesis:" + name) | ODD),
    "topics": listed(joined(SHORT, ">", st.lists(QUEUE, min_size=1, max_size=3).map("+".join)) | ODD, 3),
    "events": listed(joined(SHORT, "=", st.just("shop.orders/OrderShipped") | ODD), 3),
    "schedules": listed(joined(SHORT, "=", RATES | ODD), 3),
    "uploads": listed(SHORT | ODD, 2),
    "links": listed(joined(FUNCTION, ">", SHORT) | ODD, 5),
}
LEGAL_TRIGGERS = {
    "queues": st.lists(
        st.tuples(WORD, st.sampled_from(["", ".fifo"])), max_size=2, unique_by=lambda queue: queue[0]
    ).map(lambda queues: ", ".join(map("".join, queues))),
    "events": listed(joined(WORD, "=", st.just("shop.orders/Order Shipped")), 2),
    "schedules": listed(joined(WORD, "=", RATES), 1),
    "uploads": listed(WORD, 1),
}
# As often refused as accepted.
ANSWERS = st.fixed_dictionaries(
    {"resources": st.lists(RESOURCE, max_size=6).map(", ".join) | st.lists(NAME, min_size=1, max_size=4).map(",".join)},
    optional={
        **CHOICES,
        **TRIGGERS,
        "dependency_updates": st.sampled_from(["none", "renovate", "dependabot"]),
        "auth": st.sampled_from(["none", "iam", "jwt", "cognito"]),
        "jwt_issuer": st.sampled_from(["", "https://login.example.com/", "https://a.b:8443/c"]) | ODD,
        "jwt_audience": st.sampled_from(["", "orders", "https://orders.example.com"]) | ODD,
        "service_name": KEBAB | ODD,
        "description": st.text(min_size=1, max_size=210),
        "provisioned_concurrency": listed(joined(FUNCTION, "=", st.sampled_from(["1", "5"])) | ODD, 2),
        "snapstart": st.booleans(),
        "environments": st.lists(KEBAB | ODD, max_size=4).map(", ".join),
        "region": st.sampled_from(["eu-central-1", "us-gov-west-1", "ap-southeast-4"]) | ODD,
        "log_retention_days": st.sampled_from(["1", "30", "3653"]) | st.integers().map(str) | ODD,
        "package_name": WORD | ODD,
        "owner": ODD | st.sampled_from(["@acme/orders", "@acme/shop/orders", "orders@example.com", "team a"]),
        "alarm_email": st.sampled_from(["", "alarms@example.com"]) | st.emails() | ODD,
        "custom_domain": st.booleans(),
        "secrets": listed(joined(FUNCTION, ">", st.lists(SHORT, min_size=1, max_size=3).map("+".join)) | ODD, 3),
        "waf": st.booleans(),
        "monthly_budget": st.sampled_from(["", "25", "7.50"]) | ODD,
    },
)
# Hardly ever refused.
LEGAL_ANSWERS = (
    st.fixed_dictionaries(
        {"description": st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60)},
        optional={
            **CHOICES,
            **LEGAL_TRIGGERS,
            "auth": st.sampled_from(["none", "iam", "jwt", "cognito"]),
            "jwt_issuer": st.just(JWT["jwt_issuer"]),
            "jwt_audience": st.just(JWT["jwt_audience"]),
            "service_name": KEBAB.map(lambda name: name[:40].rstrip("-")),
            "resources": st.lists(NAME, min_size=1, max_size=3, unique=True).map(", ".join),
            "environments": st.lists(WORD, min_size=1, max_size=3, unique=True).map(", ".join),
            "log_retention_days": st.sampled_from(["1", "30", "3653"]),
            "package_name": WORD.map(lambda name: name + "_service"),
            "owner": st.text("aZ09 .:/=+@_-é漢", max_size=20).map(str.strip),
            "alarm_email": st.sampled_from(["", "alarms@example.com", "a.b+c@mail.example.org"]),
            "custom_domain": st.booleans(),
            "waf": st.booleans(),
        },
    )
    .map(
        lambda answers: {
            **answers,
            "custom_domain": answers.get("custom_domain", False) and answers.get("api") != "none",
            "waf": answers.get("waf", False) and answers.get("api") == "rest",
        }
    )
    .map(whose_callers_call_something)
)
