"""Runs a rendered project's own verbs, as its owner does."""

import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from harness.source import ENVIRONMENT, ROOT


@cache
def uv() -> str:
    """The uv that runs these tests."""
    return os.environ.get("UV") or "uv"


@cache
def interpreter(version: str) -> Path | None:
    """A Python of a minor version that is on this machine, wherever pyenv or uv keeps it."""
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
    pyenvs = {Path.home() / ".pyenv", *(folder.parent for folder in folders if folder.name == "shims")}
    found = sorted(python for pyenv in pyenvs for python in pyenv.glob(f"versions/{version}.*/bin/python{version}"))
    if found:
        return found[-1]
    command = [uv(), "python", "find", "--no-python-downloads", "--no-project", version]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT.parent)
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def environment(*versions: str) -> dict[str, str]:
    """An environment that has just these Pythons, each under its own name, and no way to download another."""
    folders = [str(python.parent) for version in versions if (python := interpreter(version))]
    tools = Path(uv()).parent if "/" in uv() else None
    path = [*folders, *([str(tools)] if tools else []), "/usr/local/bin", "/usr/bin", "/bin"]
    if not tools:
        path += [folder for folder in os.environ["PATH"].split(os.pathsep) if (Path(folder) / "uv").exists()]
    kept = {
        name: value for name, value in ENVIRONMENT.items() if not name.startswith(("PYENV_", "UV_PYTHON", "VIRTUAL_"))
    }
    return {**kept, "PATH": os.pathsep.join(path), "UV_PYTHON_DOWNLOADS": "never"}


def make(project: Path, *arguments: str, env: dict[str, str]) -> str:
    """What `make` prints; fails with it where a verb fails. The time it took goes to the report."""
    started = time.monotonic()
    done = subprocess.run(
        ["make", *arguments],
        cwd=project,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    sys.stderr.write(f"  make {' '.join(arguments)}: {seconds:.0f} s\n")
    assert done.returncode == 0, f"make {' '.join(arguments)}\n{done.stdout[-6000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr
