"""Rendered projects prove themselves: their own verbs, run for real."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import node
from harness.answers import EVERYTHING, JWT
from harness.render import Renderer
from harness.verbs import environment, interpreter, make
from test_structure import OPERATIONS

pytestmark = pytest.mark.slow

ODD_TEXT = 'It\'s "quoted", na\u00efve, $HOME ${X} {{ x }} {% y %} #: \\ \U0001f600 <b>'
VARIANTS: dict[str, dict[str, Any]] = {
    "the default": {},
    "everything behind an HTTP API": EVERYTHING,
    "everything behind a REST API on Python 3.12, with every setting": {
        **EVERYTHING,
        "api": "rest",
        "ci": "gitlab",
        "runtime": "python3.12",
        "owner": "team a",
        **OPERATIONS,
        **JWT,
        "environments": "test, live",
        "region": "eu-central-1",
        "architecture": "x86_64",
        "description": ODD_TEXT,
    },
    "awkward names": {"service_name": "email", "resources": "person:people, news, api-keys, class, true, tables"},
    "everything but an API, with awkward names": {
        "service_name": "queue",
        "api": "none",
        "resources": "people, true",
        "queues": "class, a1-b2.fifo",
        "streams": "people, kinesis:data",
        "topics": "import>class+news, list>a1-b2.fifo",
        "events": "type=shop/Order Lost: again",
        "schedules": "run-class=cron(0 3,15 ? * MON-FRI *)",
        "uploads": "news, sql-files",
        "links": "process-class>true, process-a1-b2>class, on-people-changed>import, consume-data>list,"
        " on-type>a1-b2, run-class>news, process-news-upload>people",
        "environments": "live",
    },
    "the longest names": {
        "service_name": "a123456789-b123456789-c123456789-d123456",
        "resources": "x23456789-y23456789-z234567-s",
        "ci": "none",
    },
    "a Python that is not there, and a link to a table alone": {
        "runtime": "python3.14",
        "resources": "items, orders",
        "links": "create-item>orders",
    },
}
TYPESCRIPT = {
    "the default": {"runtime": "nodejs24.x"},
    "everything behind an HTTP API": {"runtime": "nodejs24.x", **EVERYTHING},
    "everything behind a REST API, with every setting": {
        **VARIANTS["everything behind a REST API on Python 3.12, with every setting"],
        "runtime": "nodejs24.x",
    },
    "everything but an API, with awkward names": {
        **VARIANTS["everything but an API, with awkward names"],
        "runtime": "nodejs24.x",
    },
    "the longest names, and words of the language": {
        **VARIANTS["the longest names"],
        "runtime": "nodejs24.x",
        "resources": "x23456789-y23456789-z234567-s, class, default, new, function, promises, maps",
    },
}


# Everything in two ways, and what is least.
CDK = {
    "the default in TypeScript": {"iac": "cdk", "runtime": "nodejs22.x"},
    "everything behind a REST API in Python, with every setting": {
        **VARIANTS["everything behind a REST API on Python 3.12, with every setting"],
        "iac": "cdk",
    },
    "everything behind an HTTP API in TypeScript, with every setting": {
        "iac": "cdk",
        "runtime": "nodejs24.x",
        **EVERYTHING,
        **{name: answer for name, answer in OPERATIONS.items() if name != "waf"},
        "auth": "cognito",
        "vpc": "new",
    },
    "everything but an API in Python, with awkward names": {
        **VARIANTS["everything but an API, with awkward names"],
        "iac": "cdk",
    },
}


def synthesised(project: Path) -> dict[str, str]:
    """What the CDK deploys: templates and packages; its metadata tells where the code lies."""
    found = hashes(project / "cdk.out")
    return {name: each for name, each in found.items() if name.startswith("asset.") or ".template." in name}


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("answers", VARIANTS.values(), ids=VARIANTS)
def test_the_projects_verbs_pass(render: Renderer, tmp_path: Path, answers: dict[str, str]) -> None:
    project = render.copy(tmp_path / "my service", **answers)
    env = environment("3.11", "3.12", "3.13")
    for verb in ("setup", "lint", "test", "build"):
        make(project, verb, env=env)
    built = hashes(project / "dist")
    assert {path.name for path in (project / "events").iterdir()} == {path.split("/")[0] for path in built}
    assert not [name for name in built if "/tests/" in name and "botocore" not in name]


@pytest.mark.parametrize("answers", TYPESCRIPT.values(), ids=TYPESCRIPT)
def test_the_verbs_of_a_typescript_project_pass(render: Renderer, tmp_path: Path, answers: dict[str, str]) -> None:
    project = render.copy(tmp_path / "my service", **answers)
    for verb in ("setup", "lint", "test", "build"):
        make(project, verb, env=with_node(node.folder_of_node()))
    built = {path.parent.name for path in (project / "dist").glob("*/index.mjs")}
    assert {path.name for path in (project / "events").iterdir()} == built
    first = hashes(project / "dist")
    make(project, "dist", env=with_node(node.folder_of_node()))
    assert hashes(project / "dist") == first


@pytest.mark.parametrize("answers", CDK.values(), ids=CDK)
def test_the_verbs_of_a_cdk_project_pass(render: Renderer, tmp_path: Path, answers: dict[str, str]) -> None:
    project = render.copy(tmp_path / "my service", **answers)
    env = with_node(node.folder_of_node())
    for verb in ("setup", "lint", "test", "build"):
        make(project, verb, env=env)
    # What the CDK deploys are the folders that were built, and two syntheses are equal.
    packages = [project / "dist" / path.name for path in (project / "events").iterdir()]
    built = [hashes(folder) for folder in [*packages, project / "deployment"] if folder.exists()]
    assert sorted(map(str, built)) == sorted(str(hashes(asset)) for asset in (project / "cdk.out").glob("asset.*/"))
    first = synthesised(project)
    make(project, "synth", env=env)
    assert synthesised(project) == first
    # Without make, too; neither way needs an account.
    listed = subprocess.run(["npx", "cdk", "list"], cwd=project, env=env, capture_output=True, text=True, check=True)
    environments = json.loads((project / "cdk.json").read_text(encoding="utf-8"))["context"]["environments"]
    service = yaml.safe_load((project / ".copier-answers.yml").read_text(encoding="utf-8"))["service_name"]
    assert listed.stdout.split()[-len(environments) :] == [f"{service}-{name}" for name in environments]


def test_a_cdk_project_in_python_says_in_one_line_that_it_needs_node(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service", iac="cdk")
    bare = tools_without_node(tmp_path / "bin")
    python = interpreter("3.11")
    if python is None:
        pytest.skip("there is no Python 3.11 on this machine")
    env = {**environment(), "PATH": f"{bare}{os.pathsep}{python.parent}"}
    with pytest.raises(AssertionError, match=r"There is no Node\.js, which the CDK needs: install version 22 or newer"):
        make(project, "setup", env=env)


def test_node_22_runs_and_builds_its_projects(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service", runtime="nodejs22.x")
    env = with_node(node.older_node("22.20.0"))
    assert "Ready: Node.js v22." in make(project, "setup", env=env)
    make(project, "lint", "test", "build", env=env)
    # The scripts that a Node developer knows do the same.
    for script in ("lint", "test", "build"):
        node.npm(project, "run", "--silent", script, env=env)


def test_an_old_node_or_none_is_one_line(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service", runtime="nodejs24.x")
    for version, line in {"20.18.0": "This is Node.js 20.18.0, and 22.18 or newer is needed"}.items():
        with pytest.raises(AssertionError, match=re.escape(line)) as failed:
            make(project, "setup", env=with_node(node.older_node(version)))
        assert "    at " not in str(failed.value)
    bare = tools_without_node(tmp_path / "bin")
    with pytest.raises(AssertionError, match=r"There is no Node\.js: install version 24"):
        make(project, "setup", env={**with_node(bare), "PATH": str(bare)})


def tools_without_node(folder: Path) -> Path:
    """A folder that has what the verbs begin with, and no Node.js."""
    folder.mkdir()
    for name in ("awk", "env", "make", "mv", "python3", "rm", "sh", "touch", "uv"):
        if path := shutil.which(name):
            (folder / name).symlink_to(path)
    return folder


def with_node(folder: Path) -> dict[str, str]:
    """The environment with this Node.js as the first."""
    env = environment("3.11", "3.12", "3.13")
    return {**env, "PATH": os.pathsep.join([str(folder), env["PATH"]])}


def test_two_builds_are_equal(render: Renderer, tmp_path: Path) -> None:
    env = environment("3.11", "3.12", "3.13")
    builds = []
    for folder in ("here", "elsewhere"):
        project = render.copy(tmp_path / folder / "my-service")
        make(project, "setup", "dist", env=env)
        builds.append(hashes(project / "dist"))
    assert builds[0] == builds[1]


def test_python_3_11_alone_is_enough(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service")
    env = environment("3.11")
    assert re.search(r"There is no Python 3\.13 to be had: working with Python 3\.11", make(project, "setup", env=env))
    make(project, "lint", "test", env=env)
    assert "the packages go without bytecode" in make(project, "dist", env=env)
    assert not list((project / "dist").rglob("*.pyc"))


def test_packages_carry_the_bytecode_of_their_runtime(render: Renderer, tmp_path: Path) -> None:
    version = next((version for version in ("3.13", "3.12") if interpreter(version)), None)
    if version is None:
        pytest.skip("there is neither Python 3.13 nor 3.12 on this machine")
    project = render.copy(tmp_path / "my-service", runtime=f"python{version}")
    make(project, "setup", "dist", env=environment("3.11", version))
    function = project / "dist" / "get-item"
    sources = [path for path in function.rglob("*.py") if "data" not in path.parts]
    tag = f"cpython-{version.replace('.', '')}"
    assert sources
    assert all((path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc").exists() for path in sources)


def test_one_line_tells_what_is_wrong(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service")
    env = environment("3.11", "3.12", "3.13")
    make(project, "setup", env=env)
    for arguments, line in {
        ("deploy", "ENV=live"): "There is no environment 'live': say ENV=NAME with one of dev staging prod",
        ("logs", "FUNCTION=got-item"): "There is no function 'got-item': say FUNCTION=NAME with one of create-item",
        ("invoke", "FUNCTION=got-item"): "There is no function 'got-item': FUNCTION is one of create-item",
        ("invoke", "FUNCTION=get-item", "EVENT=x"): "get-item has no event 'x': EVENT is one of happy, malformed-id",
    }.items():
        with pytest.raises(AssertionError, match=re.escape(line)) as failed:
            make(project, *arguments, env=env)
        assert "Traceback" not in str(failed.value)
