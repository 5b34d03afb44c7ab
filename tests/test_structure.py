"""Every structural combination of answers gives a project in which each file is as it should be."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import hygiene, node, space
from harness.answers import EVERYTHING, JWT, KINDS
from harness.render import Renderer, files
from harness.tiers import everyday

LINK = {"resources": "items, orders", "links": "create-item>orders"}
TRIGGERS: dict[str, dict[str, str]] = {"no trigger": {}, **KINDS, "all triggers": EVERYTHING}
# All settings of operations that go together behind a REST API, and what some of them ask for.
OPERATIONS: dict[str, Any] = space.answers(
    {
        "alarm_email": "some",
        "alarm_topic": "true",
        "custom_domain": "true",
        "dashboard": "true",
        "deployment": "linear",
        "kms": "true",
        "monthly_budget": "some",
        "power_tuning": "true",
        "provisioned_concurrency": "some",
        "secrets": "some",
        "vpc": "existing",
        "waf": "true",
    }
)
NEEDED: dict[str, dict[str, str]] = {
    "monthly_budget": {"alarm_email": "alarms@example.com"},
    "waf": {"api": "rest"},
}
LANGUAGES = {"Python": "python3.13", "TypeScript": "nodejs24.x"}
TOOLS = {"SAM": "sam", "CDK": "cdk"}
# Each kind of trigger with each kind of API, and without one, in each language and tool: they decide about files.
STRUCTURE = [
    pytest.param(
        {"runtime": runtime, "iac": iac, "api": api, **answers}, id=f"{title} with api {api} in {language} on {tool}"
    )
    for (tool, iac), (language, runtime), api, (title, answers) in product(
        TOOLS.items(), LANGUAGES.items(), ("http", "rest", "none"), [*TRIGGERS.items(), ("a link alone", LINK)]
    )
    if api != "none" or answers not in ({}, LINK)
    if "create-item" not in answers.get("links", "") or api != "none"
]
STRUCTURE += [
    pytest.param(
        {"runtime": runtime, "iac": iac, **EVERYTHING, "api": "none", "links": "process-emails>orders"},
        id=f"all triggers with api none in {language} on {tool}",
    )
    for (tool, iac), (language, runtime) in product(TOOLS.items(), LANGUAGES.items())
]
# Every two values of all axes.
COVERING = [pytest.param(space.answers(each), id=title) for title, each in space.titled(space.covering_array()).items()]
COMBINATIONS = STRUCTURE + COVERING
OTHERS = [
    pytest.param(
        {"resources": ", ".join(f"kind-{letter}s" for letter in "abcdefghijklmnopqrst")}, id="twenty resources"
    ),
    pytest.param({"environments": "prod"}, id="production only"),
    pytest.param({"environments": "dev, test, staging, live"}, id="four environments"),
    pytest.param({"alarm_email": "alarms@example.com", "owner": "team-a"}, id="an alarm address and an owner"),
    pytest.param(
        {"supply_chain": True, "dependency_updates": "dependabot", "devcontainer": True, "owner": "@acme/orders"},
        id="all that a security team asks for on GitHub",
    ),
    pytest.param(
        {"supply_chain": True, "dependency_updates": "renovate", "devcontainer": True, "ci": "gitlab", "api": "rest"},
        id="all that a security team asks for on GitLab",
    ),
    pytest.param({"supply_chain": True, "ci": "none", "owner": "team a"}, id="supply chain without CI"),
    pytest.param({**EVERYTHING, "api": "rest", **OPERATIONS, **JWT}, id="all of operations"),
    *(
        pytest.param({**answers, "vpc": "new", "runtime": runtime, "iac": iac}, id=f"{title} in {language} with {tool}")
        for (tool, iac), (language, runtime), (title, answers) in product(
            TOOLS.items(),
            LANGUAGES.items(),
            {
                "a VPC of its own": {},
                "all of operations in a VPC of its own": {**EVERYTHING, "api": "rest", **OPERATIONS, **JWT},
            }.items(),
        )
    ),
    pytest.param({"queues": "emails", "links": "create-item>emails", "vpc": "new"}, id="a way to a queue in a VPC"),
    pytest.param(
        {"service_name": "a" * 40, "resources": "b" * 29 + "s", "api": "rest", **JWT}, id="longest names of scopes"
    ),
    pytest.param({"api": "none", "queues": "emails", "deployment": "canary"}, id="canary without an API"),
    pytest.param({"architecture": "x86_64", "log_retention_days": "3653", "api": "rest"}, id="on x86"),
    pytest.param({"service_name": "a" * 40, "resources": "b" * 29 + "s", "package_name": "p" * 50}, id="longest names"),
    pytest.param(
        {
            "service_name": "a" * 30,
            "package_name": "p" * 43,
            "resources": "b" * 29 + "s",
            "queues": f"{'q' * 30}, {'r' * 30}.fifo",
            "streams": f"{'b' * 29}s, kinesis:{'k' * 30}",
            "topics": f"{'t' * 30}>{'q' * 30}",
            "events": f"{'e' * 30}=shop/Shipped",
            "schedules": f"{'c' * 30}=rate(1 day)",
            "uploads": "u" * 30,
            "links": f"process-{'u' * 30}-upload>{'q' * 30}, create-{'u' * 30}-upload>{'r' * 30},"
            f" process-{'q' * 30}>{'r' * 30}, {'c' * 30}>{'t' * 30}, on-{'e' * 30}>{'b' * 29}s",
            "deployment": "canary",
            "provisioned_concurrency": f"create-{'u' * 30}-upload=5, process-{'q' * 30}=2",
            "secrets": f"create-{'u' * 30}-upload>{'s' * 30}+{'t' * 30}+{'u' * 30}, process-{'q' * 30}>{'s' * 30}",
        },
        id="longest names of triggers",
    ),
    pytest.param(
        {
            "queues": "class, news.fifo, on, import",
            "topics": "true>class",
            "streams": "kinesis:lambda, class",
            "resources": "class, people",
            "schedules": "run-class=rate(1 day)",
            "events": "none=a/b",
            "uploads": "true, person-files",
            "links": "run-class>import, run-class>true, on-none>people",
            "secrets": "run-class>class, get-person>none+data",
        },
        id="awkward triggers",
    ),
]


VARIED = [
    pytest.param({**each.values[0], "runtime": runtime, "iac": iac}, id=f"{each.id} in {language} on {tool}")  # type: ignore[dict-item]
    for (language, runtime), (tool, iac), each in product(LANGUAGES.items(), TOOLS.items(), OTHERS)
    if (runtime, iac) != ("python3.13", "sam")
]
OTHERS += VARIED
# Each setting of operations alone, which must leave no gap where another one would be.
OTHERS += [
    pytest.param({"runtime": runtime, "iac": iac, **NEEDED.get(name, {}), name: value}, id=f"{name} on {iac.upper()}")
    for name, value in OPERATIONS.items()
    for runtime, iac in (("python3.13", "sam"), ("nodejs24.x", "cdk"))
]
# Who may call, in each way of telling.
OTHERS += [
    pytest.param(
        {**auth, "api": api, "runtime": runtime, "iac": iac}, id=f"{auth['auth']} behind {api} in {language} on {tool}"
    )
    for auth in ({"auth": "iam"}, JWT, {"auth": "cognito"})
    for api, (language, runtime), (tool, iac) in product(("http", "rest"), LANGUAGES.items(), TOOLS.items())
]
# Lambda has snapshots of Python only.
OTHERS += [
    pytest.param({"deployment": "linear", "snapstart": True, "queues": "emails", "iac": iac}, id=f"snapshots on {tool}")
    for tool, iac in TOOLS.items()
]


# Every day with no kind of trigger and with all, which have the same files as each alone; nothing alone with the CDK.
FAST = r"^(?!.*(CDK| cdk | with api ))|no trigger|all triggers|longest"
ALL = everyday(COMBINATIONS + OTHERS, FAST)


TYPED = {str(each.id).replace(" ", "-"): each for each in ALL if each.values[0].get("runtime", "").startswith("nodejs")}
# TypeScript's compiler reads the types that all projects build on once for sixteen of them.
SIXTEENS = [
    pytest.param(names[first : first + 16], marks=marks, id=names[first])
    for marks in ([], [pytest.mark.slow])
    for names in [[name for name, each in TYPED.items() if bool(each.marks) == bool(marks)]]
    for first in range(0, len(names), 16)
]


@pytest.mark.parametrize("answers", ALL)
def test_each_file_parses_and_looks_hand_written(answers: dict[str, Any], render: Renderer) -> None:
    assert hygiene.problems(render(**answers)) == []


@pytest.mark.parametrize("answers", ALL)
def test_the_projects_formatter_and_linter_change_nothing(answers: dict[str, Any], render: Renderer) -> None:
    assert hygiene.style_problems(render(**answers)) == ""


@pytest.mark.parametrize("names", SIXTEENS)
def test_types_are_right_in_every_combination(names: list[str], render: Renderer) -> None:
    assert node.said_of_types({name: render(**TYPED[name].values[0]) for name in names}) == ""


def test_wrong_types_are_found(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service", runtime="nodejs24.x")
    (project / "src" / "odd.ts").write_text("export const odd: string = 1;\n", encoding="utf-8")
    assert "wrong/src/odd.ts" in node.said_of_types({"right": render(runtime="nodejs24.x"), "wrong": project})


@pytest.mark.parametrize("answers", [each for each in ALL if "twenty" not in str(each.id)])
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
    github = {name for name in both if name.startswith(".github/")}
    assert names(ci="gitlab") ^ both == github | {".gitlab-ci.yml"}
    assert names(ci="none") ^ both == github | {"ci/README.md", "ci/roles.yaml"}
    default = names()
    for kind, answers in KINDS.items():
        assert default < names(**answers), kind
    with_cdk = names(iac="cdk")
    assert {name.split("/")[0] for name in with_cdk - default} == {
        ".nvmrc",
        "cdk.json",
        "infra",
        "package.json",
        "tests",
    }
    assert {name.split("/")[0] for name in default - with_cdk} == {"local", "samconfig.toml", "template.yaml", "tests"}
    assert not any("api" in name or "items" in name for name in names(api="none", queues="emails") - {"README.md"})
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
