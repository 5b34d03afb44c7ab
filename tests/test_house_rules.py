"""What keeps the template simple as it grows: one axis to a file, and every name from the model."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness.answers import EVERYTHING
from harness.jinja_source import axes_tested, names_rebuilt, parse
from harness.render import Renderer
from harness.source import ROOT, TEMPLATE, TEMPLATES, template_files
from jinja2 import nodes

RENDERED = [path for path in template_files() if path.parts[0] in TEMPLATES]
PARSED = [path for path in RENDERED if path.suffix == ".jinja" or path.parts[0] == "partials"]
# What every project has, or may have, whatever its layers.
COMMON = Path("partials/common")
EXAMPLES = COMMON / "events"  # these compose requests, not names


@pytest.mark.parametrize("path", PARSED, ids=Path.as_posix)
def test_a_file_tests_at_most_one_axis_and_in_a_layer_none(path: Path) -> None:
    kind, folder, *below = path.parts
    of_a_layer = folder != COMMON.name if kind == "partials" else folder.startswith("{{") and bool(below)
    allowed = 0 if of_a_layer else 1
    tested = axes_tested((ROOT / path).read_text(encoding="utf-8"))
    assert len(tested) <= allowed, f"put what differs into a row of hooks/, or into a fragment of each layer: {tested}"


@pytest.mark.parametrize("path", PARSED, ids=Path.as_posix)
def test_a_file_takes_every_name_from_the_model(path: Path) -> None:
    found = [] if path.is_relative_to(EXAMPLES) else list(names_rebuilt((ROOT / path).read_text(encoding="utf-8")))
    assert found == [], "names are made in hooks/ only: give the model another field"


@pytest.mark.parametrize("part", sorted({part for path in RENDERED for part in path.parts if "{" in part}))
def test_a_path_holds_only_variables_and_yields(part: str) -> None:
    allowed = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.CallBlock)
    support = (nodes.Call, nodes.ExtensionAttribute)  # what a yield is parsed to
    others = {
        type(node).__name__ for node in parse(part).find_all(nodes.Node) if not isinstance(node, allowed + support)
    }
    assert others == set()


def test_each_layer_is_a_hidden_variable_that_is_a_folder_or_nothing(render: Renderer) -> None:
    layers = {path.name[3:-3] for path in TEMPLATE.iterdir() if path.is_dir() and path.name.startswith("{{ ")}
    for answers in ({}, {"ci": "gitlab"}, {"ci": "none"}):
        model = render.engine.model(answers)
        assert {layer: model[layer] for layer in layers if model[layer] not in (".", "")} == {}
    assert {layer for layer in layers if render.engine.questions[layer]["when"] is not False} == set()


def test_every_computed_variable_is_used(render: Renderer) -> None:
    computed = {name for name, question in render.engine.questions.items() if question.get("when") is False}
    texts = [path.as_posix() + (ROOT / path).read_text(encoding="utf-8") for path in template_files()]
    unused = {name for name in computed if not any(re.search(rf"(\{{[{{%][^}}]*\b){name}\b", text) for text in texts)}
    assert unused == set()


@pytest.mark.parametrize(
    "pattern", yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))["_skip_if_exists"]
)
def test_the_teams_files_exist_and_are_documented(pattern: str, render: Renderer) -> None:
    answers: dict[str, Any] = {"runtime": "nodejs24.x", **EVERYTHING} if pattern.endswith(".ts") else {}
    if pattern.startswith("infra/"):
        answers = {**answers, "iac": "cdk"}
    if not pattern.startswith(("infra/", "src/", "tests/")):
        answers = {"supply_chain": True, "owner": "@acme/orders"}
        answers["ci"] = "gitlab" if pattern.startswith(".gitlab/") else "github"
    assert list(render(**answers).glob(pattern))
    documented = (ROOT / "docs" / "ownership.md").read_text(encoding="utf-8").replace("<package>", "*")
    assert f"- `{pattern}`" in documented


@pytest.mark.parametrize(
    ("check", "source", "found"),
    [
        (axes_tested, "{% if runtime == 'python3.14' %}{% endif %}{{ 'a' if iac == 'sam' }}", {"runtime", "iac"}),
        (axes_tested, "{{ {'github': 1}[ci] }}", {"ci"}),
        (axes_tested, "{% for f in functions if runtime_facts.version %}{% endfor %}", {"runtime"}),
        (axes_tested, "{{ runtime }} {% include layers.iac ~ '/Makefile' %}", set()),
        (names_rebuilt, "{{ entity.name | replace('-', '_') }}", ["line 1: the filter replace"]),
        (names_rebuilt, "{{ entity.name ~ 'Table' }}", ["line 1: ~"]),
        (names_rebuilt, "{{ entity.name.upper() }}", ["line 1: .upper()"]),
        (names_rebuilt, "{{ entity.name[1:] }}", ["line 1: a slice"]),
        (names_rebuilt, "{{ 'get-%s' | format(entity.name) }}", ["line 1: format of text"]),
        (names_rebuilt, "{{ 'get-' + entity.name }}", ["line 1: +"]),
        (names_rebuilt, "{{ '{' ~ function.logical_id ~ '}' }}{% include layers.iac ~ '/a.yaml' %}", []),
    ],
)
def test_the_rules_find_what_breaks_them(check: Callable[[str], object], source: str, found: object) -> None:
    result = check(source)
    assert (list(result) if isinstance(result, Iterator) else result) == found
