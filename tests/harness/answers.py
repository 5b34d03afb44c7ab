"""Random answers for property-based tests: many are legal, many are nearly so."""

from hypothesis import strategies as st

LETTERS = "abcxyz"
WORD = st.from_regex(rf"[{LETTERS}][{LETTERS}0-2]{{0,9}}", fullmatch=True)
AWKWARD = st.sampled_from(["people", "news", "data", "class", "true", "api-keys", "tables", "s", "es", "ies", "con"])
KEBAB = st.lists(WORD, min_size=1, max_size=3).map("-".join)
NAME = KEBAB | AWKWARD | KEBAB.map(lambda word: word + "s")
ODD = st.text(max_size=40)
RESOURCE = NAME | st.tuples(NAME, NAME).map(":".join) | ODD
CHOICES = {
    "runtime": st.sampled_from(["python3.12", "python3.13", "python3.14"]),
    "api": st.sampled_from(["http", "rest"]),
    "ci": st.sampled_from(["github", "gitlab", "none"]),
    "architecture": st.sampled_from(["arm64", "x86_64"]),
}
# As often refused as accepted.
ANSWERS = st.fixed_dictionaries(
    {"resources": st.lists(RESOURCE, max_size=6).map(", ".join) | st.lists(NAME, min_size=1, max_size=4).map(",".join)},
    optional={
        **CHOICES,
        "service_name": KEBAB | ODD,
        "description": st.text(min_size=1, max_size=210),
        "environments": st.lists(KEBAB | ODD, max_size=4).map(", ".join),
        "region": st.sampled_from(["eu-central-1", "us-gov-west-1", "ap-southeast-4"]) | ODD,
        "log_retention_days": st.sampled_from(["1", "30", "3653"]) | st.integers().map(str) | ODD,
        "package_name": WORD | ODD,
        "owner": ODD,
        "alarm_email": st.sampled_from(["", "alarms@example.com"]) | st.emails() | ODD,
    },
)
# Hardly ever refused.
LEGAL_ANSWERS = st.fixed_dictionaries(
    {"description": st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60)},
    optional={
        **CHOICES,
        "service_name": KEBAB.map(lambda name: name[:40].rstrip("-")),
        "resources": st.lists(NAME, min_size=1, max_size=3, unique=True).map(", ".join),
        "environments": st.lists(WORD, min_size=1, max_size=3, unique=True).map(", ".join),
        "log_retention_days": st.sampled_from(["1", "30", "3653"]),
        "package_name": WORD.map(lambda name: name + "_service"),
        "owner": st.text("aZ09 .:/=+@_-é漢", max_size=20).map(str.strip),
        "alarm_email": st.sampled_from(["", "alarms@example.com", "a.b+c@mail.example.org"]),
    },
)
