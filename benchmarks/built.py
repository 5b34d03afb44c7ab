"""A built project, and the packages that its own are compared with."""

import shutil
import tomllib
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

    @property
    def functions(self) -> list[Path]:
        return sorted(path for path in (self.project / "dist").iterdir() if path.is_dir())


def build(template: Path, folder: Path, target: Lambda) -> Built:
    """Render, lock and build a project for this machine, and build what to compare it with."""
    project = folder / "my-service"
    copy(template, project, target.answers)
    make(project, "setup", "dist", interpreter=target.python)
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
    client = artefacts.install(folder / "client", target.python, [runtime_client()])
    artefacts.compile_bytecode(client, target.python)
    return Built(project, function, bare, untouched, plain, client)


def runtime_client() -> str:
    """The requirement of the official runtime client, as the tests pin it."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return next(str(each) for each in groups["dev"] if each.startswith("awslambdaric=="))
