"""One table at the end of a run: which variant was proven by what, how often, and in which time."""

import datetime as dt
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from harness.source import ROOT

PAGE = ROOT / "docs" / "proofs.md"
TEXT = """\
# Proofs

`make proofs` ran all tests and wrote this page on {date}, on {cores} cores: {counts}, in {minutes:.0f} minutes.

A variant is a runtime, a tool and a kind of API, with whatever else its tests answer; each line counts the tests that
passed with it, by what they are about. Tests of no single variant, like those of random answers, are not in a line.
Time is that of the tests alone, which ran at the same time on all cores.

```text
{lines}
```

Skipped, with the reason that is printed:

{skipped}
"""
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


def write(lines: Iterable[str], counts: Counter[str], skipped: Counter[str], minutes: float) -> None:
    """The page of the docs that says what a whole run has proven."""
    text = TEXT.format(
        date=dt.datetime.now(dt.UTC).date().isoformat(),
        cores=os.cpu_count(),
        counts=", ".join(f"{count} {outcome}" for outcome, count in counts.items()),
        minutes=minutes,
        lines="\n".join(lines),
        skipped="\n".join(f"- {count} times: {reason}" for reason, count in sorted(skipped.items())) or "- nothing",
    )
    PAGE.write_text(text, encoding="utf-8")
