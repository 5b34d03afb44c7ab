"""Every structural combination of answers gives a project in which each file is as it should be."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import hygiene
from harness.render import Renderer, files

RUNTIMES = ("python3.12", "python3.13", "python3.14")
RESOURCES = {
    "one resource": "items",
    "awkward resources": "person:people, news, api-keys, class, data",
    "twenty resources": ", ".join(f"kind-{letter}s" for letter in "abcdefghijklmnopqrst"),
}
COMBINATIONS = [
    pytest.param(
        {"runtime": runtime, "api": api, "ci": ci, "resources": resources},
        id=f"{title} behind {api} on {runtime} with {ci} as CI",
    )
    for runtime, api, ci, (title, resources) in product(
        RUNTIMES, ("http", "rest"), ("github", "gitlab", "none"), RESOURCES.items()
    )
]
OTHERS = [
    pytest.param({"environments": "prod"}, id="production only"),
    pytest.param({"environments": "dev, test, staging, live"}, id="four environments"),
    pytest.param({"alarm_email": "alarms@example.com", "owner": "team-a"}, id="an alarm address and an owner"),
    pytest.param({"architecture": "x86_64", "log_retention_days": "3653", "api": "rest"}, id="on x86"),
    pytest.param({"service_name": "a" * 40, "resources": "b" * 29 + "s", "package_name": "p" * 50}, id="longest names"),
]


@pytest.mark.parametrize("answers", COMBINATIONS + OTHERS)
def test_each_file_parses_and_looks_hand_written(answers: dict[str, Any], render: Renderer) -> None:
    assert hygiene.problems(render(**answers)) == []


@pytest.mark.parametrize("answers", OTHERS + [each for each in COMBINATIONS if "with none" in str(each.id)])
def test_the_projects_formatter_and_linter_change_nothing(answers: dict[str, Any], render: Renderer) -> None:
    assert hygiene.style_problems(render(**answers)) == ""


@pytest.mark.parametrize("answers", OTHERS + [each for each in COMBINATIONS if "twenty" not in str(each.id)])
def test_the_answers_give_the_same_project_again(answers: dict[str, Any], render: Renderer, tmp_path: Path) -> None:
    project = render(**answers)
    recorded = yaml.safe_load((project / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert answers.items() <= recorded.items()
    asked = {name for name, question in render.engine.questions.items() if question.get("when") is not False}
    assert set(recorded) - {"_commit", "_src_path"} == asked
    again = tmp_path / "another-folder"
    render.engine.render(again, {name: value for name, value in recorded.items() if name in asked})
    assert files(again) == files(project)


def test_a_combination_has_just_its_own_files(render: Renderer) -> None:
    def names(**answers: str) -> set[str]:
        return set(files(render(**answers)))

    both = names()
    assert names(ci="gitlab") ^ both == {".github/workflows/ci.yml", ".gitlab-ci.yml"}
    assert names(ci="none") ^ both == {".github/workflows/ci.yml"}
    assert names(api="rest") == names(runtime="python3.14") == names(architecture="x86_64") == both


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("con.py", "", "'con.py' is a device on Windows"),
        ("a?.py", "", "'a?.py' can't be a name on Windows"),
        ("deep/" * 40 + "a.py", "", "204 characters"),
        ("a.py", "def f(:\n", "does not parse"),
        ("a.py", "type X = int\n", "does not parse"),
        ("a.json", "{,}\n", "does not parse"),
        ("a.toml", "a = \n", "does not parse"),
        ("a.yaml", "a: [\n", "does not parse"),
        ("template.yaml", "a: !Ref [\n", "does not parse"),
        ("a.sh", "a\n", "of a kind that no test parses"),
        ("a.md", "{{ service_name }}\n", "Jinja is left"),
        ("a.md", "{% if x %}\n", "Jinja is left"),
        ("a.md", "By Copier\n", "names Copier"),
        ("a.md", "end", "does not end in one newline"),
        ("a.md", "end\n\n", "does not end in one newline"),
        ("a.md", "end \n", "has spaces at the end of a line"),
        ("a.md", "a\n\n\nb\n", "has left-over blank lines"),
        ("a.py", "\na = 1\n", "has left-over blank lines"),
        ("a.yml", "a: 1\r\n", "has tabs or carriage returns"),
    ],
)
def test_the_checks_find_what_they_look_for(name: str, text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    assert any(problem in line for line in hygiene.problems(tmp_path)), hygiene.problems(tmp_path)


def test_the_formatter_and_the_linter_really_run(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service")
    (project / "src" / "odd.py").write_text("import os\nx = {'a':1}\n", encoding="utf-8")
    said = hygiene.style_problems(project)
    assert '+x = {"a": 1}' in said
    assert "F401" in said


def test_names_that_differ_in_case_only_are_found() -> None:
    assert hygiene.same_but_for_case(["a/B.py", "a/b.py", "a/c.py"]) == ["a/B.py", "a/b.py"]
