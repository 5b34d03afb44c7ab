"""Rendered projects with what `make setup` installs, made once for all workers."""

import fcntl
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from harness import node
from harness.render import Renderer
from harness.source import HOOKS
from harness.verbs import environment, make


def with_node() -> dict[str, str]:
    env = environment("3.11", "3.12", "3.13")
    return {**env, "PATH": f"{node.folder_of_node()}:{env['PATH']}"}


def set_up(folder: Path, runtime: str, *verbs: str, env: Mapping[str, str] | None = None) -> None:
    """Run `make setup` and more verbs; what npm would install is that of the tests."""
    env = {**(env or with_node())}
    if runtime.startswith("python"):
        make(folder, "setup", *verbs, env=env)
    else:
        (folder / "node_modules").symlink_to(node.modules())
        emulator = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))["tools"]["ministack"]
        make(folder, f".emulator/ministack-{emulator}", *verbs, env=env)


def installed(render: Renderer, *verbs: str, **answers: Any) -> Path:
    """A project that is set up, and has run more verbs; not to be changed."""
    project = render(**answers)
    folder = project.parent / "-".join(["installed", *verbs]) / "my-service"
    with (project.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(project, folder)
            set_up(folder, answers["runtime"], *verbs)
            (folder / "done").touch()
    return folder
