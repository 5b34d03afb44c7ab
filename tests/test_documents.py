"""Documents in somebody else's language satisfy that language's own checkers, and tell the same story."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint import ManualArgs, lint_file  # type: ignore[import-untyped]
from harness import cloudformation
from harness.answers import EVERYTHING, JWT
from harness.render import Renderer, files
from harness.schemas import said_by
from harness.tiers import everyday
from openapi_spec_validator import validate
from test_structure import OTHERS, STRUCTURE

AWKWARD = {"resources": "person:people, news, api-keys, class, data"}
VARIANTS = [
    pytest.param({}, id="the default service"),
    pytest.param(
        {"api": "rest", "alarm_email": "alarms@example.com", "owner": "team-a", **AWKWARD}, id="REST, awkward"
    ),
    pytest.param({"environments": "prod", "architecture": "x86_64"}, id="production only"),
    pytest.param({"environments": "prod", "api": "rest"}, id="production only behind REST"),
    pytest.param({"auth": "cognito"}, id="users of a pool"),
    pytest.param({"api": "rest", **JWT}, id="tokens behind REST"),
    pytest.param(EVERYTHING, id="every trigger"),
    pytest.param({**EVERYTHING, "vpc": "new"}, id="every trigger in a VPC of its own"),
    pytest.param(
        {**EVERYTHING, "dashboard": True, "alarm_email": "alarms@example.com", "monthly_budget": "7.50"},
        id="a dashboard of everything",
    ),
    pytest.param({**EVERYTHING, "deployment": "canary", "snapstart": True}, id="every trigger, shifted"),
    pytest.param({"runtime": "nodejs24.x", **EVERYTHING}, id="every trigger in TypeScript"),
]


def lint(path: Path) -> Iterator[str]:
    """What cfn-lint says, the rules for serverless services included."""
    settings = ManualArgs(append_rules=["cfn_lint_serverless.rules"], regions=["us-east-1"])
    for match in lint_file(path, config=settings):
        yield f"{match.rule.id} line {match.linenumber}: {match.message}"


@pytest.mark.parametrize("answers", everyday(VARIANTS, "default|awkward|dashboard"))
def test_cfn_lint_finds_nothing(answers: dict[str, Any], render: Renderer) -> None:
    assert list(lint(render(**answers) / "template.yaml")) == []


# In TypeScript two lines of a template are others, which VARIANTS have; the CDK's projects lint what they synthesise.
SAMS = [each for each in OTHERS + STRUCTURE if "Type" not in str(each.id) and "CDK" not in str(each.id)]


@pytest.mark.slow
@pytest.mark.parametrize("answers", SAMS)
def test_cfn_lint_finds_nothing_in_any_combination(answers: dict[str, Any], render: Renderer) -> None:
    assert list(lint(render(**answers) / "template.yaml")) == []


def test_cfn_lint_would_find_an_error_and_an_unlogged_function(render: Renderer, tmp_path: Path) -> None:
    text = (render() / "template.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "template.yaml"
    broken.write_text(
        text.replace("    Tracing: Active\n", "").replace("Type: Number", "Type: Numeral", 1), encoding="utf-8"
    )
    assert {line.split()[0] for line in lint(broken)} >= {"E2002", "WS1000"}


@pytest.mark.parametrize("answers", VARIANTS)
def test_the_openapi_document_is_valid(answers: dict[str, Any], render: Renderer) -> None:
    validate(yaml.safe_load((render(**answers) / "openapi.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("ci", "schema", "file"),
    [
        ("github", "vendor.github-workflows", ".github/workflows/ci.yml"),
        ("gitlab", "vendor.gitlab-ci", ".gitlab-ci.yml"),
    ],
    ids=["GitHub's", "GitLab's"],
)
def test_the_ci_file_follows_the_schema(ci: str, schema: str, file: str, render: Renderer) -> None:
    assert said_by(schema, render(ci=ci) / file) == ""


@pytest.mark.parametrize("answers", VARIANTS)
def test_every_view_shows_the_models_functions(answers: dict[str, Any], render: Renderer) -> None:
    project, functions = render(**answers), render.engine.model(answers)["functions"]
    resources = cloudformation.load(project / "template.yaml")["Resources"]
    declared = {name: each for name, each in resources.items() if each["Type"] == "AWS::Serverless::Function"}
    declared.pop("CheckFunction", None)
    assert {name: each["Properties"]["Handler"] for name, each in declared.items()} == {
        function["logical_id"]: function["handler"] for function in functions
    }
    for function in functions:
        assert list(project.glob(f"src/**/handlers/{function['file']}")), function["name"]
    assert {name.removeprefix("events/") for name in files(project) if name.startswith("events/")} == {
        f"{function['name']}/{event['name']}.json" for function in functions for event in function["events"]
    }
    paths = yaml.safe_load((project / "openapi.yaml").read_text(encoding="utf-8"))["paths"]
    assert {(verb.upper(), path) for path, verbs in paths.items() for verb in verbs if verb != "parameters"} == {
        (function["route"]["method"], function["route"]["path"]) for function in functions if "route" in function
    }
    launch = json.loads((project / ".vscode" / "launch.json").read_text(encoding="utf-8"))
    shown = json.dumps(launch) + (project / "README.md").read_text(encoding="utf-8")
    assert {function["name"] for function in functions if function["name"] not in shown} == set()


@pytest.mark.parametrize("answers", VARIANTS)
def test_links_in_documents_lead_somewhere(answers: dict[str, Any], render: Renderer) -> None:
    project = render(**answers)
    for document in project.rglob("*.md"):
        targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
        assert [target for target in targets if not (document.parent / target).exists()] == []
