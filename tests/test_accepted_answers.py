"""Odd but legal answers: what people type is in the project unchanged, and breaks nothing there."""

import json
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from harness import hygiene
from harness.answers import LEGAL_ANSWERS
from harness.engine import REFUSALS
from harness.render import Renderer
from hypothesis import event, given, seed, settings

DESCRIPTIONS = {
    "quotes": "It's \"quoted\" and 'quoted' and `quoted`",
    "three quotes": 'Says """hello""" and ends in a quote"',
    "backslashes": "C:\\new\\table ends in \\",
    "a colon and a hash": "orders: all of them # really",
    "braces": "Takes {a} and {{b}} and }} and {",
    "dollars": "Costs $5, ${X}, $(ls), `ls`, ${{ github.token }}",
    "what looks like Jinja": "{{ service_name }} {% raw %} {# comment #}",
    "what looks like YAML": "- [a, b]: {c: !Ref d} & *e | > %f @g",
    "what looks like a dynamic reference": "{{resolve:ssm:/secret}}",
    "markup": "<b>bold</b> & <script>alert(1)</script> | a table | [a link](http://example.com) <!--",
    "emoji": "Größe 😀 👩‍👩‍👧 日本語 עברית",
    "a number": "42",
    "nothing in YAML": "null",
    "a yes in YAML": "yes",
    "a date": "2026-06-01",
    "one letter": "x",
    "spaces around": "  spaced  ",
    "two hundred characters": "x" * 200,
    "two hundred emoji": "😀" * 200,
}
SERVICES = {
    "forty characters": "a" + "-bc" * 13,
    **{
        f"the name {name}": name
        for name in ("json", "class", "email", "test", "tests", "build", "con", "true", "none", "x")
    },
}
RESOURCES = {
    "one of one letter": "s",
    "the longest": "a" * 30 + ", " + "b-" * 14 + "bs",
    "words of YAML": "true, false, null, on, off, yes, no, y, n",
    "keywords": "class, def, import, lambda, none, match, type",
    "built-ins": "list, dict, ids, inputs, types, objects, strings",
    "what the source uses": "tables, requests, responses, errors, records, events, handlers, endpoints, metrics",
    "modules": "json, typing, os, boto3, dataclasses, msgspec",
    "devices": "con, aux, nul, com1",
    "twenty": ", ".join(f"kind-{letter}s" for letter in "abcdefghijklmnopqrst"),
}
OTHERS = {
    "an owner with signs": {"owner": "Team Ä/1: a+b=c @home"},
    "an odd address": {"alarm_email": "o.b-1+x_{y}!#$%&*/=?^|~@sub.example.co.uk"},
    "environments like words": {"environments": "true, null, on, con, prod"},
    "GovCloud": {"region": "us-gov-west-1"},
    "names that begin like others": {
        "resources": "items, items-old",
        "queues": "mail, mail-old, work",
        "links": "process-work>items, process-work>items-old, process-work>mail, process-work>mail-old",
    },
    "numbers in names": {
        "resources": "a-9, a-10",
        "queues": "b-2, b-10",
        "topics": "c-3>b-10, c-20>b-10",
        "links": ", ".join(f"process-b-2>{each}" for each in ("a-9", "a-10", "b-10", "c-3", "c-20")),
    },
}
ODD: dict[str, dict[str, Any]] = {
    **{f"a description with {title}": {"description": text} for title, text in DESCRIPTIONS.items()},
    **{f"a service with {title}": {"service_name": name} for title, name in SERVICES.items()},
    **{f"resources: {title}": {"resources": names, "api": "rest"} for title, names in RESOURCES.items()},
    **OTHERS,
}


def check(project: Path, answers: dict[str, Any]) -> None:
    description = answers.get("description", "")
    assert hygiene.problems(project, user_texts(description)) == []
    assert hygiene.style_problems(project) == ""
    recorded = yaml.safe_load((project / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert answers.items() <= recorded.items()
    if description:
        assert described(project) == description
    if description and answers.get("api") != "none":
        document = yaml.safe_load((project / "openapi.yaml").read_text(encoding="utf-8"))
        assert document["info"]["description"] == description


def described(project: Path) -> str:
    """What the project's manifest says it is."""
    python = project / "pyproject.toml"
    if python.exists():
        return str(tomllib.loads(python.read_text(encoding="utf-8"))["project"]["description"])
    return str(json.loads((project / "package.json").read_text(encoding="utf-8"))["description"])


def user_texts(text: str) -> list[str]:
    """A text, as it stands in files: plain, and quoted for JSON."""
    return [text, json.dumps(text, ensure_ascii=False)[1:-1], text.replace("'", "''")] if text else []


@pytest.mark.parametrize("answers", ODD.values(), ids=ODD)
@pytest.mark.parametrize("runtime", ["python3.13", pytest.param("nodejs24.x", marks=pytest.mark.slow)])
def test_an_odd_answer_gives_a_sound_project(runtime: str, answers: dict[str, Any], render: Renderer) -> None:
    answers = {"runtime": runtime} | answers
    check(render(**answers), answers)


def test_a_package_may_be_called_like_a_folder_of_the_service(render: Renderer) -> None:
    check(render(package_name="handlers"), {"package_name": "handlers"})


@pytest.mark.slow
@pytest.mark.parametrize("part", range(1, 4), ids=lambda part: f"part {part} of 3")
def test_three_hundred_random_answers_give_sound_projects(part: int, render: Renderer) -> None:
    @seed(part)
    @settings(max_examples=100)
    @given(answers=LEGAL_ANSWERS)
    def run(answers: dict[str, Any]) -> None:
        try:
            render.engine.model(answers)
        except REFUSALS:
            event("refused")
            return
        with TemporaryDirectory() as folder:
            project = Path(folder) / "my-service"
            render.engine.render(project, answers)
            check(project, answers)

    run()
