"""The template as a release, and projects rendered from it."""

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from harness.source import ENVIRONMENT

from . import artefacts
from .processes import run

COPIER = Path(sys.executable).with_name("copier")
# Not in CI, where projects hold to lock files: one that was rendered a moment ago has none.
AT_A_DESK = {"CI": "", "PYTHONDONTWRITEBYTECODE": "", "VIRTUAL_ENV": ""}
NO_PYTHON = "no Python of a Lambda runtime's version (3.12, 3.13 or 3.14) is here"
ARCHITECTURES = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64", "AMD64": "x86_64"}


@dataclass(frozen=True)
class Lambda:
    """What this machine can run like Lambda: a minor version of Python, its interpreter and the processor's kind."""

    version: str
    python: Path
    architecture: str

    @property
    def answers(self) -> dict[str, str]:
        return {"runtime": f"python{self.version}", "architecture": self.architecture}

    @property
    def title(self) -> str:
        return f"Python {self.version}, {self.architecture}"


def find_lambda() -> Lambda | None:
    found = artefacts.find_python()
    architecture = ARCHITECTURES.get(platform.machine())
    return Lambda(*found, architecture) if found and architecture else None


def copy(template: Path, project: Path, answers: dict[str, str] | None = None) -> None:
    """`copier copy` as a person runs it, with all defaults but these answers."""
    data = [part for name, value in (answers or {}).items() for part in ("--data", f"{name}={value}")]
    run([COPIER, "copy", "--defaults", *data, template, project], project.parent, ENVIRONMENT)


def make(project: Path, *verbs: str, interpreter: Path | None = None) -> None:
    """A project's own verbs; this interpreter, of Python or JavaScript, is the first to be found."""
    run(["make", "--no-print-directory", *verbs], project, environment(interpreter))


def environment(interpreter: Path | None) -> dict[str, str]:
    first = [str(path.parent) for path in (interpreter, Path(artefacts.UV)) if path and path.is_absolute()]
    return {"PATH": os.pathsep.join([*first, os.environ["PATH"]]), **AT_A_DESK}
