"""A built project, and the packages that its own are compared with."""

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.source import ROOT

from . import artefacts
from .processes import run
from .projects import Lambda, copy, make


@dataclass(frozen=True)
class Built:
    """Packages for the same Lambda.

    `bare` holds boto3 in the project's locked version, with bytecode and the service descriptions that the project's
    function has; `untouched` holds boto3 as uv or SAM install it: all services, no bytecode; `plain` holds all of the
    project's requirements as pip installs them: all services, with bytecode.
    """

    project: Path
    function: Path
    bare: Path
    untouched: Path
    plain: Path
    client: Path


def build(template: Path, folder: Path, target: Lambda) -> Built:
    """Render, lock and build a project for this machine, and build what to compare it with."""
    project = package(template, folder, target)
    function = project / "dist" / "get-item"
    locked = folder / "requirements.txt"
    export = [artefacts.UV, "export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet"]
    run([*export, "--output-file", locked], project)
    untouched = artefacts.install(folder / "untouched", target.python, ["boto3", "--constraints", str(locked)])
    artefacts.add_handlers(untouched)
    bare = folder / "bare"
    shutil.copytree(untouched, bare, ignore=lambda path, _: ["data"] if path.endswith("botocore") else [])
    shutil.copytree(function / "botocore" / "data", bare / "botocore" / "data")
    artefacts.compile_bytecode(bare, target.python)
    plain = artefacts.install(folder / "plain", target.python, ["--compile-bytecode", "--requirements", str(locked)])
    return Built(project, function, bare, untouched, plain, runtime_client(folder, target))


def package(template: Path, folder: Path, target: Lambda, answers: Mapping[str, str] | None = None) -> Path:
    """A project for this machine, with its packages in dist/."""
    project = folder / "my-service"
    copy(template, project, {**target.answers, **(answers or {})})
    make(project, "setup", "dist", interpreter=target.python)
    return project


def packages(project: Path) -> list[Path]:
    return sorted(path for path in (project / "dist").iterdir() if path.is_dir())


def runtime_client(folder: Path, target: Lambda) -> Path:
    """The official runtime client, as the tests pin it."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    requirement = next(str(each) for each in groups["dev"] if each.startswith("awslambdaric=="))
    client = artefacts.install(folder / "client", target.python, [requirement])
    artefacts.compile_bytecode(client, target.python)
    return client
