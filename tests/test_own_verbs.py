"""Rendered projects prove themselves: their own verbs, run for real."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from harness import node, space
from harness.answers import EVERYTHING, JWT
from harness.cdk import JUST_SYNTHESIS
from harness.render import Renderer
from harness.verbs import environment, interpreter, make
from test_structure import OPERATIONS

pytestmark = pytest.mark.slow

WITH_EVERY_SETTING = {**EVERYTHING, **OPERATIONS, "api": "rest", **JWT, "ci": "gitlab", "environments": "prod"}
# An HTTP API has no web ACL.
BEHIND_HTTP = {**WITH_EVERY_SETTING, "api": "http", "waf": False, "auth": "cognito", "vpc": "new", "ci": "github"}
KINDS = {
    "SAM in Python": {},
    "SAM in TypeScript": {"runtime": "nodejs24.x"},
    "the CDK in Python": {"iac": "cdk"},
    "the CDK in TypeScript": {"iac": "cdk", "runtime": "nodejs24.x"},
}
# What most people get, in three environments, and what nobody gets: everything, in one.
EXTREMES: dict[str, dict[str, Any]] = {
    **{f"the default, {kind}": answers for kind, answers in KINDS.items()},
    **{
        f"everything, {kind}": {**everything, **answers}
        for (kind, answers), everything in zip(KINDS.items(), cycle([WITH_EVERY_SETTING, BEHIND_HTTP]), strict=False)
    },
}
BUILT_TWICE = ["the default, the CDK in Python", "the default, the CDK in TypeScript", "everything, SAM in TypeScript"]
COVERING = {title: space.answers(each) for title, each in space.titled(space.covering_array()).items()}
# What `make setup` installs: it makes of it what another project needs.
INSTALLED = {".emulator", ".mypy_cache", ".venv", "node_modules"}


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one project after another is set up, so that little has to be installed."""
    return tmp_path_factory.mktemp("workplace") / "my service"


def deployed(project: Path) -> dict[str, str]:
    """What is deployed: packages, and the CDK's templates; its metadata tells where the code lies."""
    found = hashes(project / "dist")
    made = hashes(project / "cdk.out") if (project / "cdk.out").exists() else {}
    return found | {name: each for name, each in made.items() if name.startswith("asset.") or ".template." in name}


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(("name", "answers"), EXTREMES.items(), ids=EXTREMES)
def test_the_projects_verbs_pass(
    render: Renderer, tmp_path: Path, workplace: Path, name: str, answers: dict[str, Any]
) -> None:
    # What most people get is installed from nothing.
    fresh = name.startswith("the default")
    project = render.copy(tmp_path / "my service", **answers) if fresh else moved(render(**answers), workplace)
    prove(project, answers)
    if name in BUILT_TWICE:
        first = deployed(project)
        make(project, "build", env=with_node(node.folder_of_node()))
        assert deployed(project) == first, "a second build is another"


@pytest.mark.parametrize("answers", COVERING.values(), ids=COVERING)
def test_so_do_those_of_the_covering_array(render: Renderer, workplace: Path, answers: dict[str, Any]) -> None:
    project = moved(render(**answers), workplace)
    share_modules(project)
    # The CDK's own look at its templates takes a third of the time, and sees the same in the extremes.
    prove(project, answers, JUST_SYNTHESIS)


def share_modules(project: Path) -> None:
    """Let the files of vitest load what they share once, in half of the time; in the extremes each has its own."""
    config = project / "vitest.config.ts"
    if config.exists():
        text = config.read_text(encoding="utf-8")
        assert "const shared = { " in text
        config.write_text(text.replace("const shared = { ", "const shared = { isolate: false, "), encoding="utf-8")


def moved(project: Path, workplace: Path) -> Path:
    """The project in the place of the one before, with what that has installed."""
    for path in workplace.iterdir() if workplace.exists() else ():
        if path.name not in INSTALLED:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    # As new files: mypy knows them by their times.
    return shutil.copytree(project, workplace, dirs_exist_ok=True, copy_function=shutil.copy)


def prove(project: Path, answers: dict[str, Any], more: Mapping[str, str] = MappingProxyType({})) -> None:
    for verb in ("setup", "lint", "test", "build"):
        make(project, verb, env={**with_node(node.folder_of_node()), **more})
    functions = {path.name for path in (project / "events").iterdir()}
    assert {path.name for path in (project / "dist").iterdir()} == functions
    assert not [path for path in (project / "dist").glob("*/**/tests") if "botocore" not in path.parts]
    if answers.get("iac") == "cdk":
        # What the CDK deploys are the folders that were built.
        packages = [project / "dist" / name for name in functions]
        built = [hashes(folder) for folder in [*packages, project / "deployment"] if folder.exists()]
        assert sorted(map(str, built)) == sorted(str(hashes(each)) for each in (project / "cdk.out").glob("asset.*/"))


def test_the_cdk_needs_neither_make_nor_an_account(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service", iac="cdk", runtime="nodejs24.x")
    env = with_node(node.folder_of_node())
    make(project, "setup", env=env)
    command = ["npx", "cdk", "list", "-vvv"]
    listed = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=True)
    assert listed.stdout.split()[-3:] == ["my-service-dev", "my-service-staging", "my-service-prod"]
    # Nor does it tell AWS who uses it how.
    assert "Telemetry disabled" in listed.stderr


def test_a_cdk_project_in_python_says_in_one_line_which_node_it_needs(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service", iac="cdk")
    bare = tools_without_node(tmp_path / "bin")
    python = interpreter("3.11")
    if python is None:
        pytest.skip("there is no Python 3.11 on this machine")
    env = {**environment(), "PATH": f"{bare}{os.pathsep}{python.parent}"}
    with pytest.raises(AssertionError, match=r"The CDK needs Node\.js 22 or newer, and here is none: install one from"):
        make(project, "setup", env=env)
    with pytest.raises(
        AssertionError, match=r"The CDK needs Node\.js 22 or newer, and here is v20\.18\.0: install one"
    ):
        make(project, "setup", env=with_node(node.older_node("20.18.0")))


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


def test_dependencies_for_this_machine_stay_until_they_are_others_or_for_another_python(
    render: Renderer, tmp_path: Path
) -> None:
    if interpreter("3.13") is None:
        pytest.skip("there is no Python 3.13 on this machine")
    project = render.copy(tmp_path / "my-service")
    env, older = environment("3.11", "3.13"), environment("3.11")
    make(project, "setup", env=env)
    with pytest.raises(AssertionError, match="network"):
        make(project, "local-dist", env={**env, "UV_NO_CACHE": "1", "UV_OFFLINE": "1"})
    told = "Dependencies for this machine."
    assert told in make(project, "local-dist", env=env)
    assert told not in make(project, "local-dist", env=env)
    shutil.rmtree(project / ".venv")
    make(project, "setup", env=older)
    assert told in make(project, "local-dist", env=older)


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
