"""Rendered projects, each set of answers once in a test session, whichever worker asks first."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from harness.engine import Engine
from harness.source import copy_template


class Renderer:
    """Projects are shared between tests: a test that changes one takes a copy."""

    def __init__(self, shared: Path, own: Path) -> None:
        self._shared = shared
        self._own = own
        self.template = shared / "source"
        if not self.template.exists():
            _move(copy_template(own / "source"), self.template)
        self.engine = Engine(self.template)

    def __call__(self, **answers: Any) -> Path:
        """The folder of the project with these answers; all others are the defaults."""
        digest = hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:16]
        project = self._shared / digest / "my-service"
        if not project.exists():
            made = self._own / "renders" / digest / "my-service"
            self.engine.render(made, answers)
            _move(made, project)
        return project

    def copy(self, destination: Path, **answers: Any) -> Path:
        """A copy of the shared project, to change."""
        shutil.copytree(self(**answers), destination)
        return destination


def _move(made: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        made.rename(place)
    except OSError:  # another worker was faster
        shutil.rmtree(made)


def files(project: Path) -> dict[str, bytes]:
    """Every file of a project by its path."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes() for path in sorted(project.rglob("*")) if path.is_file()
    }


def written(project: dict[str, bytes]) -> int:
    """How many lines are not blank."""
    return sum(bool(line.strip()) for content in project.values() for line in content.splitlines())
