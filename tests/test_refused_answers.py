"""Answers that are refused, with one line that says which value, why, and what would be right."""

import re
from pathlib import Path
from typing import Any

import pytest
from harness.cli import copier_cli, data, last_line
from harness.render import Renderer

KEBAB = "is not kebab-case: use lower-case letters, digits and single hyphens, a letter first, like order-lines"
PAIR = "is not one name, or two with a colon between: write singular:plural, like person:people"
TAG = "can't be a tag on AWS resources: use letters, digits, spaces and . : / = + - @ _, at most 200, no space at"
REGION = "is not the name of an AWS region: write one like eu-central-1"
PERIODS = (
    "is not a period that CloudWatch keeps logs for: choose one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400,"
)
PACKAGE = (
    "is not a package name: use lower-case letters, digits and underscores, a letter first, at most 50 characters, like"
)
TAKEN = "is taken by the language or an installed package: choose another name, like"
ADDRESS = "is not an e-mail address: write one like alarms@example.com, or nothing"
SAME = "would give the same names, like the table's: keep one"
CONTROL = "the description has a line break or a control character: write it on one line"

# question -> value -> what is said of it
REFUSED: dict[str, dict[str, str]] = {
    "service_name": {
        **{name: f"'{name}' {KEBAB}" for name in ("", "My-Service", "my_service", "my--service", "-my", "my-", "1st")},
        **{name: f"'{name}' {KEBAB}" for name in ("größe", "my service", "../up", "a.b")},
        "two\nlines": f"'two lines' {KEBAB}",
        "a" * 41: f"'{'a' * 41}' has 41 characters: 40 are the most",
    },
    "description": {
        "  ": "the description is empty: write one sentence on what the service does",
        **dict.fromkeys(
            ("two\nlines", "a\ttab", "a bell\x07", "a next line\x85", "a separator\u2028", "\x9b"), CONTROL
        ),
        "x" * 201: "the description has 201 characters: 200 are the most",
    },
    "runtime": {
        name: f"'{name}' is not in ['python3.14', 'python3.13', 'python3.12']"
        for name in ("", "python3.11", "python", "nodejs24.x")
    },
    "iac": {"terraform": "'terraform' is not in ['sam']"},
    "api": {name: f"'{name}' is not in ['http', 'rest']" for name in ("", "graphql", "HTTP")},
    "resources": {
        "": "there is no resource: name at least one, like items, orders",
        "items,,orders": "'items,,orders' has an empty element: separate names by one comma, like items, orders",
        "items,": "'items,' has an empty element: separate names by one comma, like items, orders",
        **{
            f"orders, {name}": f"'{name}' {KEBAB}"
            for name in ("Items", "order_lines", "a b", "1st", "naïve", "a/b", "../a")
        },
        **{f"orders, {name}": f"'{name}' {PAIR}" for name in ("items:", ":items", ":", "person:people:all")},
        "x" * 31: f"'{'x' * 31}' has 31 characters: 30 are the most",
        f"thing:{'x' * 31}": f"'{'x' * 31}' has 31 characters: 30 are the most",
        "items, orders, items": f"'items' and 'items' {SAME}",
        "order-lines, orderlines": f"'orderlines' and 'order-lines' {SAME}",
        "item:things, items": "'items' and 'things' would both have a function get-item: give one of them another"
        " singular, like thing:items",
    },
    "ci": {"jenkins": "'jenkins' is not in ['github', 'gitlab', 'none']"},
    "environments": {
        "": "there is no environment: name at least one, like dev, staging, prod",
        "dev,,prod": "'dev,,prod' has an empty element: separate names by one comma, like dev, staging, prod",
        **{name: f"'{name}' {KEBAB}" for name in ("Dev", "dev prod", "dev;prod")},
        "dev, prod, dev": "'dev' is there twice: name each environment once",
        "default, prod": "'default' means something else in samconfig.toml: choose another name, like dev",
        "e" * 21: f"'{'e' * 21}' has 21 characters: 20 are the most",
    },
    "region": {name: f"'{name}' {REGION}" for name in ("", "frankfurt", "EU-central-1", "eu-central", "us-east-1a")},
    "architecture": {"arm": "'arm' is not in ['arm64', 'x86_64']"},
    "log_retention_days": {name: f"'{name}' {PERIODS}" for name in ("", "0", "31", "-1", "30.5", "a month", "true")},
    "package_name": {
        **{name: f"'{name}' {PACKAGE}" for name in ("", "My_Service", "my-service", "1st", "a.b", "x" * 51, "größe")},
        **{name: f"'{name}' {TAKEN} {name}_service" for name in ("class", "json", "boto3", "tests", "con", "build")},
    },
    "owner": {
        **{name: f"'{name}' {TAG}" for name in (" team", "team ", "a<b", 'say "team"')},
        "o" * 201: f"'{'o' * 59}…' {TAG}",
    },
    "alarm_email": {name: f"'{name}' {ADDRESS}" for name in ("nobody", "a@b", "a b@example.com", "a@b.com,c@d.com")},
}


def cases(*, every: bool) -> list[Any]:
    """One case for each value; unless `every`, those after a question's first are slow ones."""
    return [
        pytest.param(
            *(question, value, line),
            id=f"{question} can't be {value[:42]!r}".encode("unicode_escape").decode(),
            marks=[] if every or position == 0 else [pytest.mark.slow],
        )
        for question, values in REFUSED.items()
        for position, (value, line) in enumerate(values.items())
    ]


@pytest.mark.parametrize(("question", "value", "line"), cases(every=True))
def test_a_refused_answer_is_explained_and_nothing_is_written(
    question: str, value: str, line: str, render: Renderer, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=re.escape(line)) as refusal:
        render.engine.render(tmp_path / "my-service", {question: value})
    assert str(refusal.value).startswith(
        (f"Validation error for question '{question}': ", f"Invalid choice for '{question}': ")
    )
    assert "\n" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("question", "value", "line"), cases(every=False))
def test_the_explanation_is_the_last_line_on_the_command_line(
    question: str, value: str, line: str, template: Path, tmp_path: Path
) -> None:
    done = copier_cli("copy", "--defaults", *data({question: value}), template, "my-service", cwd=tmp_path)
    assert done.returncode != 0
    assert line in last_line(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("question", [name for name in REFUSED if name != "iac"])
def test_a_refused_answer_leaves_an_existing_folder_as_it_was(question: str, render: Renderer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=question):
        render.engine.render(tmp_path, {question: next(iter(REFUSED[question]))})
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.rglob("*")] == [("notes.txt", "mine")]


def test_every_question_with_a_rule_has_refused_answers(render: Renderer) -> None:
    asked = {name for name, question in render.engine.questions.items() if question.get("when") is not False}
    assert asked - set(REFUSED) == {"more_settings"}, "a yes or no, which Copier reads as it likes"
