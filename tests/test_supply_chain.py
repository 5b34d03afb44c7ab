"""What a security team asks for: files that follow their schemas, and verbs that fail where they should."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from harness import hygiene
from harness.cli import data
from harness.here import copier_here
from harness.installed import with_node
from harness.render import Renderer, files
from harness.schemas import said_by
from harness.source import git
from harness.verbs import make

ON: dict[str, Any] = {"supply_chain": True, "owner": "@acme/orders"}
COMMON = {
    ".checkov.yaml",
    ".pre-commit-config.yaml",
    "SECURITY.md",
    "docs/supply-chain.md",
    "scripts/dependencies.py",
    "scripts/supply_chain.py",
    "supply-chain.toml",
}
GITHUB = {".github/CODEOWNERS", ".github/pull_request_template.md"}
GITLAB = {".gitlab/CODEOWNERS", ".gitlab/merge_request_templates/Default.md"}
LANGUAGES = {"Python": {"runtime": "python3.13"}, "TypeScript": {"runtime": "nodejs24.x"}}
each_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


@each_language
@pytest.mark.parametrize(
    ("ci", "owner", "more"),
    [
        ("github", "@acme/orders", GITHUB),
        ("github", "orders@example.com", GITHUB),
        ("github", "team a", GITHUB - {".github/CODEOWNERS"}),
        ("github", "@acme/shop/orders", GITHUB - {".github/CODEOWNERS"}),
        ("github", "", GITHUB - {".github/CODEOWNERS"}),
        ("gitlab", "@acme/shop/orders", GITLAB),
        ("gitlab", "team-a", GITLAB - {".gitlab/CODEOWNERS"}),
        ("none", "@acme/orders", set()),
    ],
)
def test_an_answer_adds_its_files_and_no_others(
    language: dict[str, str], ci: str, owner: str, more: set[str], render: Renderer
) -> None:
    off = render(**language, ci=ci, owner=owner)
    on = render(**language, ci=ci, owner=owner, supply_chain=True)
    assert set(files(on)) - set(files(off)) == COMMON | more
    assert set(files(off)) - set(files(on)) == set()
    for name in more & {".github/CODEOWNERS", ".gitlab/CODEOWNERS"}:
        assert (on / name).read_text(encoding="utf-8").endswith(f"\n* {owner}\n")


@each_language
@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({"dependency_updates": "renovate"}, {"renovate.json"}),
        ({"dependency_updates": "dependabot"}, {".github/dependabot.yml"}),
        ({"devcontainer": True}, {".devcontainer/devcontainer.json"}),
    ],
)
def test_bots_and_containers_add_one_file_each(
    language: dict[str, str], answers: dict[str, Any], more: set[str], render: Renderer
) -> None:
    off, on = files(render(**language)), files(render(**language, **answers))
    assert set(on) - set(off) == more
    changed = {name for name in off if off[name] != on.get(name)}
    assert changed == {".copier-answers.yml", "README.md"}


@each_language
def test_nothing_tells_of_it_when_it_is_off(language: dict[str, str], render: Renderer) -> None:
    texts = {
        name: content.decode() for name, content in files(render(**language)).items() if name != ".copier-answers.yml"
    }
    words = re.compile(
        r"supply.chain|make (audit|licenses|sbom|scan|secrets|hooks)|checkov|prek|pip-audit|devcontainer|dependabot"
        "|renovate",
        re.IGNORECASE,
    )
    assert {name: found[0] for name, text in texts.items() if (found := words.search(text))} == {}


def test_updates_bring_it_and_take_it_away_without_a_trace(released_template: Path, tmp_path: Path) -> None:
    project = tmp_path / "my-service"
    copier_here("copy", "--defaults", "--quiet", released_template, project, cwd=tmp_path)
    git(project, "init", "--quiet")
    before = files(project)
    on = {**ON, "dependency_updates": "renovate", "devcontainer": True}
    off = {"supply_chain": False, "owner": "", "dependency_updates": "none", "devcontainer": False}
    for answers, more in ((on, COMMON | GITHUB | {"renovate.json", ".devcontainer/devcontainer.json"}), (off, set())):
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message", "as it is")
        copier_here("update", "--defaults", "--quiet", "--vcs-ref=:current:", *data(answers), cwd=project)
        now = {name: content for name, content in files(project).items() if not name.startswith(".git/")}
        assert set(now) - set(before) == more
    assert now == {name: content for name, content in before.items() if not name.startswith(".git/")}


VARIANTS: list[dict[str, Any]] = [
    {},
    {"iac": "cdk", "devcontainer": True},
    {"runtime": "nodejs24.x", "devcontainer": True},
    {"runtime": "nodejs22.x", "iac": "cdk"},
]


def test_what_bots_read_follows_their_schemas(render: Renderer, tmp_path: Path) -> None:
    renovate = [render(**answers, dependency_updates="renovate") / "renovate.json" for answers in VARIANTS]
    assert said_by("vendor.renovate", *renovate) == ""
    dependabot = [render(**each, dependency_updates="dependabot") / ".github" / "dependabot.yml" for each in VARIANTS]
    assert said_by("vendor.dependabot", *dependabot) == ""
    broken = tmp_path / "dependabot.yml"
    broken.write_text(dependabot[0].read_text(encoding="utf-8").replace("weekly", "wekly"), encoding="utf-8")
    assert "wekly" in said_by("vendor.dependabot", broken)


@pytest.mark.parametrize(
    ("answers", "ecosystems"),
    [
        ({}, ["uv", "github-actions"]),
        ({"iac": "cdk"}, ["uv", "npm", "github-actions"]),
        ({"runtime": "nodejs24.x", "iac": "cdk"}, ["npm", "github-actions"]),
        ({"devcontainer": True}, ["uv", "devcontainers", "github-actions"]),
    ],
)
def test_dependabot_looks_after_what_the_project_has(
    answers: dict[str, Any], ecosystems: list[str], render: Renderer
) -> None:
    project = render(**answers, dependency_updates="dependabot")
    updates = yaml.safe_load((project / ".github" / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert [each["package-ecosystem"] for each in updates] == ecosystems
    assert {each["schedule"]["interval"] for each in updates} == {"weekly"}


@each_language
def test_renovate_finds_every_version_of_the_makefile(language: dict[str, str], render: Renderer) -> None:
    project = render(**language, supply_chain=True, dependency_updates="renovate")
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    found = set()
    for manager in json.loads((project / "renovate.json").read_text(encoding="utf-8"))["customManagers"]:
        assert [re.search(each.strip("/"), "Makefile") is not None for each in manager["managerFilePatterns"]] == [True]
        for pattern in manager["matchStrings"]:
            matches = list(re.finditer(pattern.replace("(?<", "(?P<"), makefile))
            assert matches or "debug" in pattern, "a pattern that finds nothing"
            found |= {
                (each.groupdict().get("depName", manager.get("depNameTemplate")), each["currentValue"])
                for each in matches
            }
    assert {name for name, _ in found} >= {"aws-sam-cli", "checkov", "detect-secrets", "ministack", "uv"}
    left = re.sub("|".join(rf"(?<![\d.]){re.escape(version)}" for _, version in found), "", makefile)
    assert re.findall(r"(?<![\w.])[1-9]\d*\.\d+\.\d+(?![\w.])", left) == []


# What the file uses of the language of dev containers (containers.dev/implementors/json_reference).
DEVCONTAINER: dict[str, type] = {
    "name": str,
    "image": str,
    "features": dict,
    "postCreateCommand": str,
    "forwardPorts": list,
    "customizations": dict,
}


@pytest.mark.parametrize(
    ("answers", "image", "features"),
    [
        ({}, "python:3.13-bookworm", {"docker-in-docker"}),
        ({"runtime": "python3.14", "iac": "cdk"}, "python:3.14-bookworm", {"docker-in-docker", "node"}),
        ({"runtime": "nodejs24.x"}, "typescript-node:24-bookworm", {"docker-in-docker", "python"}),
        ({"runtime": "nodejs22.x", "iac": "cdk"}, "typescript-node:22-bookworm", {"docker-in-docker", "python"}),
    ],
)
def test_a_dev_container_has_what_the_verbs_need(
    answers: dict[str, str], image: str, features: set[str], render: Renderer
) -> None:
    project = render(**answers, devcontainer=True)
    container = json.loads((project / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert {name: type(value) for name, value in container.items()} == DEVCONTAINER
    assert container["image"] == f"mcr.microsoft.com/devcontainers/{image}"
    names = [
        re.fullmatch(r"ghcr\.io/devcontainers/features/([a-z-]+):\d+\.\d+\.\d+", each) for each in container["features"]
    ]
    assert {each[1] for each in names if each} == features
    assert len(names) == len(features)
    assert all(
        isinstance(value, (bool, str)) for options in container["features"].values() for value in options.values()
    )
    assert container["postCreateCommand"] == "make setup"
    assert all(isinstance(port, int) and 0 < port < 65536 for port in container["forwardPorts"])
    recommended = json.loads((project / ".vscode" / "extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert container["customizations"] == {"vscode": {"extensions": recommended}}


@pytest.mark.parametrize(
    ("ci", "schema", "file"),
    [
        ("github", "vendor.github-workflows", ".github/workflows/ci.yml"),
        ("gitlab", "vendor.gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_the_job_fits_into_the_workflow_and_runs_the_projects_verbs(
    ci: str, schema: str, file: str, render: Renderer
) -> None:
    for answers in VARIANTS:
        project = render(**{**answers, **ON, "ci": ci})
        assert said_by(schema, project / file) == ""
        assert [problem for problem in hygiene.problems(project) if problem.startswith(file)] == []
        workflow = yaml.safe_load((project / file).read_text(encoding="utf-8"))
        job = workflow["jobs"]["supply-chain"] if ci == "github" else workflow["supply-chain"]
        steps = [each.get("run") for each in job["steps"]] if ci == "github" else job["script"]
        verbs = ["make secrets", "make licenses", "make scan", "make sbom"]
        assert [step for step in steps if step and step.startswith("make ")] == verbs
        assert "dist/sbom.cdx.json" in json.dumps(job)
        # What others publish today stops nobody from deploying; what is in the commit does.
        if ci == "github":
            assert workflow["jobs"]["audit"]["steps"][-1]["run"] == "make audit"
            assert "audit" not in json.dumps([each.get("needs", []) for each in workflow["jobs"].values()])
            assert workflow["jobs"]["deploy-dev"]["needs"] == ["check", "supply-chain"]
        else:
            assert workflow["audit"]["script"] == ["make audit"]
            assert workflow["audit"]["allow_failure"] is True
            assert "allow_failure" not in workflow["supply-chain"]


def test_each_hook_is_one_of_the_projects_tools(render: Renderer) -> None:
    for language in LANGUAGES.values():
        config = yaml.safe_load((render(**language, **ON) / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
        (repository,) = config["repos"]
        assert repository["repo"] == "local"
        assert {hook["language"] for hook in repository["hooks"]} == {"system"}
        assert repository["hooks"][-1]["entry"] == "make secrets"


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT AND ISC", True),
        ("(GPL-3.0-only OR MIT) AND ISC", True),
        ("(GPL-3.0-only OR AGPL-3.0-only) AND ISC", False),
        ("(GPL-3.0-only OR (MIT AND ISC))", True),
        ("MIT WITH an-exception", False),
        ("A WITH B", True),
        ("Some words (MIT)", False),
    ],
)
def test_a_choice_of_licences_needs_one_and_a_sum_all(expression: str, allowed: bool, render: Renderer) -> None:  # noqa: FBT001
    scripts = render(**ON) / "scripts"
    code = "import sys, supply_chain; print(supply_chain.is_allowed(sys.argv[1], {'MIT', 'ISC', 'A WITH B'}))"
    command = [sys.executable, "-B", "-c", code, expression]
    done = subprocess.run(command, cwd=scripts, capture_output=True, text=True, check=True)
    assert done.stdout == f"{allowed}\n"


# ---------------------------------------------------------------- the verbs, run for real


class Advisories(BaseHTTPRequestHandler):
    """What OSV and npm's registry answer about one hole, in the package that `hole` names."""

    hole: ClassVar[str] = ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
        affected = {
            "package": {"name": self.hole, "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": []}],
        }
        known = {
            "/query": {
                "vulns": [
                    {
                        "id": "GHSA-aaaa-bbbb-cccc",
                        "summary": "a hole",
                        "aliases": ["CVE-2030-1"],
                        "affected": [affected],
                    }
                ]
            },
            "/npm/-/npm/v1/security/advisories/bulk": {
                self.hole: [
                    {
                        "id": 1,
                        "url": "https://example.com/GHSA-aaaa-bbbb-cccc",
                        "title": "a hole",
                        "severity": "high",
                        "vulnerable_versions": "*",
                    }
                ]
            },
        }[self.path]
        concerned = self.path != "/query" or asked["package"]["name"] == self.hole
        self.answer(known if self.hole and concerned else {})

    def do_GET(self) -> None:
        name = self.path.rsplit("/", 1)[-1]
        self.answer(
            {"name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": {"name": name, "version": "1.0.0"}}}
        )

    def answer(self, body: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def advisories(hole: str) -> Iterator[dict[str, str]]:
    """The environment in which both tools ask this machine."""
    handler = type("Handler", (Advisories,), {"hole": hole})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield {
            "PIP_AUDIT_OSV_URL": f"{address}/query",
            "npm_config_registry": f"{address}/npm/",
            "no_proxy": "127.0.0.1",
        }
        server.shutdown()


def run(project: Path, verb: str, **more: str) -> tuple[int, str]:
    """How a verb ends, and what it says."""
    env = {**with_node(), **more}
    done = subprocess.run(["make", verb], cwd=project, env=env, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    return done.returncode, said


@pytest.fixture(scope="module", params=LANGUAGES)
def project(request: pytest.FixtureRequest, render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = render.copy(tmp_path_factory.mktemp("supply") / "my-service", **LANGUAGES[request.param], **ON)
    make(folder, "setup", env=with_node())
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


@pytest.fixture
def deployed(project: Path) -> set[str]:
    if (project / "package.json").exists():
        return set(json.loads((project / "package.json").read_text(encoding="utf-8"))["dependencies"])
    asked = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return {each.split("==")[0] for each in asked}


@contextmanager
def edited(path: Path, text: str) -> Iterator[None]:
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8")
    yield
    if before is None:
        path.unlink()
    else:
        path.write_text(before, encoding="utf-8")


def exception(days: int, **more: str) -> str:
    until = datetime.now(UTC).date() + timedelta(days=days)
    fields = {"id": "GHSA-aaaa-bbbb-cccc", "reason": "not called", **more}
    return (
        "\n[[audit.exceptions]]\n"
        + "".join(f'{name} = "{value}"\n' for name, value in fields.items())
        + f"until = {until}\n"
    )


@pytest.mark.slow
def test_the_list_has_what_is_deployed_and_its_licences_but_no_tool(project: Path, deployed: set[str]) -> None:
    assert run(project, "sbom")[0] == 0
    bill = json.loads((project / "dist" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    names = {each["name"] for each in bill["components"]}
    assert names >= deployed
    assert names & {"pytest", "ruff", "mypy", "prek", "vitest", "esbuild", "@biomejs/biome", "typescript"} == set()
    assert all(each["purl"] and each["version"] and each["licenses"] for each in bill["components"])
    assert git(project, "status", "--porcelain", "--", "dist") == ""


@pytest.mark.slow
def test_a_licence_that_is_not_allowed_fails(project: Path) -> None:
    assert run(project, "licenses")[0] == 0
    rules = project / "supply-chain.toml"
    text = rules.read_text(encoding="utf-8")
    with edited(rules, text.replace('  "MIT",\n', "")):
        code, said = run(project, "licenses")
    assert code
    assert re.search(r"\n  (urllib3|zod) [\d.]+: MIT\n", said), said
    assert "boto3" not in said
    assert "@smithy/core" not in said
    with edited(rules, text + "allowed = [\n"):
        code, said = run(project, "licenses")
    assert code
    assert "supply-chain.toml: " in said


@pytest.mark.slow
def test_a_known_hole_fails_until_it_is_excepted_and_from_the_last_day_on(project: Path, deployed: set[str]) -> None:
    rules = project / "supply-chain.toml"
    text = rules.read_text(encoding="utf-8")
    line = "GHSA-aaaa-bbbb-cccc"
    with advisories("") as nothing_known:
        assert run(project, "audit", **nothing_known)[0] == 0
        with edited(rules, text + exception(1)):
            code, said = run(project, "audit", **nothing_known)
            assert (code, f"The exception of {line} is no longer needed" in said) == (0, True)
    with advisories(min(deployed & {"boto3", "zod"})) as env:
        code, said = run(project, "audit", **env)
        assert code
        assert re.search(r"\n  (boto3|zod) .+(GHSA-aaaa-bbbb-cccc|CVE-2030-1)", said), said
        for days, passes in {0: True, 30: True, -1: False}.items():
            with edited(rules, text + exception(days)):
                code, said = run(project, "audit", **env)
            assert (code == 0) == passes, said
            assert ("its exception ended on" in said) == (not passes)
        for broken in (exception(1, reason=" "), exception(1, id=""), exception(1).split("until")[0]):
            with edited(rules, text + broken):
                code, said = run(project, "audit", **env)
            assert code
            assert "an exception needs an id, a reason and a date like until = 2030-01-31" in said
        with edited(rules, text + exception(1, id="GHSA-dddd-eeee-ffff")):
            assert run(project, "audit", **env)[0]


@pytest.mark.slow
def test_an_audit_that_gets_no_answer_fails_in_one_line(project: Path) -> None:
    nobody = "http://127.0.0.1:9/"
    env = {"PIP_AUDIT_OSV_URL": nobody, "npm_config_registry": nobody, "npm_config_fetch_retries": "0"}
    code, said = run(project, "audit", **env)
    assert code
    lines = [line for line in said.splitlines() if not line.startswith("make: ")]
    assert len(lines) == 1, said
    assert re.search(r"can't be asked for known holes: .+ Nothing is known, so this fails\.$", lines[0])


@pytest.mark.slow
def test_a_planted_key_is_found(project: Path) -> None:
    assert run(project, "secrets") == (0, "")
    key = "AKIA" + "QYLPMN5HHHFPZAM2"
    planted = project / "events" / "get-item" / "planted.json"
    with edited(planted, f'{{"key": "{key}"}}\n'):
        assert run(project, "secrets")[0] == 0, "Git does not track it"
        git(project, "add", "--all")
        code, said = run(project, "secrets")
        git(project, "rm", "--quiet", "--cached", str(planted))
    assert code
    assert "events/get-item/planted.json:1" in said
    assert key not in said


@pytest.mark.slow
def test_commits_are_checked_once_hooks_are_installed(project: Path, tmp_path: Path) -> None:
    make(project, "hooks", env=with_node())
    git(project, "commit", "--quiet", "--message", "all is well")
    odd = next(iter([*project.glob("src/logic/*.ts"), *project.glob("src/*/logic/*.py")]))
    with edited(odd, odd.read_text(encoding="utf-8") + "\n\n\n\nodd   =    1\n"):
        git(project, "add", "--all")
        done = subprocess.run(
            ["git", "commit", "-m", "x"],
            cwd=project,
            env={**os.environ, **with_node()},
            capture_output=True,
            text=True,
            check=False,
        )
    git(project, "add", "--all")
    assert done.returncode
    assert "Failed" in done.stdout + done.stderr
    elsewhere = tmp_path / "my-service"
    shutil.copytree(
        project, elsewhere, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules", ".emulator")
    )
    (elsewhere / "node_modules").mkdir()
    for verb in ("secrets", "hooks"):
        code, said = run(elsewhere, verb)
        assert code
        assert "This is no Git repository yet: run git init." in said
