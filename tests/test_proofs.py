"""The table at the end of a run counts what has passed, by variant."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from harness import proofs
from harness.proofs import VARIANT, score, table, variant_of


def report(nodeid: str, variant: str, duration: float) -> Any:
    return SimpleNamespace(nodeid=nodeid, duration=duration, user_properties=[("lines", 3), (VARIANT, variant)])


def test_what_has_passed_is_counted_by_variant_and_proof() -> None:
    reports = [
        report("tests/test_equality.py::test_one[a]", "nodejs24.x cdk rest", 2),
        report("tests/test_own_verbs.py::test_verbs[a]", "python3.13 sam http", 61),
        report("tests/test_equality.py::test_one[b]", "nodejs24.x cdk rest", 3),
        report("tests/test_own_verbs.py::test_verbs[b]", "nodejs24.x cdk rest", 100),
        report("tests/test_words.py::test_of_no_variant", "", 9),
    ]
    assert list(table(reports)) == [
        "nodejs24.x cdk rest         3 passed    105 s  equality 2, own verbs 1",
        "python3.13 sam http         1 passed     61 s  own verbs 1",
    ]


@pytest.mark.parametrize(
    ("parameters", "variant"),
    [
        ({"answers": {"iac": "cdk", "queues": "emails"}}, "python3.13 cdk http"),
        ({"answers": {}}, "python3.13 sam http"),
        ({"answers": "none"}, ""),
        ({}, ""),
    ],
)
def test_a_variant_is_what_the_answers_say(parameters: dict[str, Any], variant: str) -> None:
    assert variant_of(SimpleNamespace(callspec=SimpleNamespace(params=parameters))) == variant


def test_a_test_without_parameters_is_of_no_variant() -> None:
    assert variant_of(SimpleNamespace()) == ""


def test_the_score_is_what_was_noticed_of_what_was_broken() -> None:
    passed = [report(f"tests/test_{each}.py::test_it_is_noticed_that[a]", "", 1) for each in ("a", "b", "c")]
    failed = [report("tests/test_d.py::test_of_triggers_it_is_noticed_that[a]", "", 1)]
    others = [report("tests/test_words.py::test_of_no_break", "", 9)]
    assert list(score([*passed, *others], [*failed, *others])) == [
        "3 of 4 breaks noticed by the rendered projects' own tests: 75%"
    ]
    assert not list(score(others, others))


def test_the_page_says_what_a_run_has_proven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(proofs, "PAGE", tmp_path / "proofs.md")
    proofs.write(["a  3 passed", "b  2 passed"], Counter(passed=5, failed=0), Counter({"it needs AWS": 2}), 61.4)
    page = (tmp_path / "proofs.md").read_text(encoding="utf-8")
    assert "5 passed, 0 failed, in 61 minutes." in page
    assert "```text\na  3 passed\nb  2 passed\n```" in page
    assert page.endswith("- 2 times: it needs AWS\n")
