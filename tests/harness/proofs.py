"""One table at the end of a run: which variant was proven by what, how often, and in which time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

# The axes of a variant, with what an answer that is not given means.
AXES = {"runtime": "python3.13", "iac": "sam", "api": "http"}
VARIANT = "variant"
# Tests that break a rendered project, and expect its own tests to fail, are called so.
MUTATION = "it_is_noticed_that["


def variant_of(item: Any) -> str:
    """The variant that a test is about, by its parameter `answers`; nothing where it has none."""
    answers = getattr(getattr(item, "callspec", None), "params", {}).get("answers")
    return " ".join(str(answers.get(axis, usual)) for axis, usual in AXES.items()) if isinstance(answers, dict) else ""


def table(reports: Iterable[Any]) -> Iterator[str]:
    """The lines of the table, of reports of tests whose user properties name a variant."""
    proofs: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    for report in reports:
        if variant := dict(report.user_properties).get(VARIANT):
            module = report.nodeid.partition("::")[0].rpartition("/")[2]
            proofs[variant][module.removeprefix("test_").removesuffix(".py").replace("_", " ")] += 1
            seconds[variant] += report.duration
    for variant in sorted(proofs):
        by = ", ".join(f"{proof} {count}" for proof, count in sorted(proofs[variant].items()))
        yield f"{variant:23} {proofs[variant].total():5} passed {seconds[variant]:6.0f} s  {by}"


def score(passed: Iterable[Any], failed: Iterable[Any]) -> Iterator[str]:
    """How many of the breaks that were tried the rendered projects' own tests have noticed."""
    noticed, missed = (sum(MUTATION in report.nodeid for report in reports) for reports in (passed, failed))
    if tried := noticed + missed:
        yield f"{noticed} of {tried} breaks noticed by the rendered projects' own tests: {noticed / tried:.0%}"
