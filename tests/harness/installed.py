"""Rendered projects with what `make setup` installs, made once for all workers."""

import fcntl
import shutil
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


def installed(render: Renderer, *verbs: str, **answers: Any) -> Path:
    """A project that is set up, and has run more verbs in Python; not to be changed."""
    project = render(**answers)
    folder = project.parent / "-".join(["installed", *verbs]) / "my-service"
    with (project.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(project, folder)
            if answers["runtime"].startswith("python"):
                make(folder, "setup", *verbs, env=with_node())
            else:
                (folder / "node_modules").symlink_to(node.modules())
                emulator = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))["tools"]["ministack"]
                make(folder, f".emulator/ministack-{emulator}", env=with_node())
            (folder / "done").touch()
    return folder
