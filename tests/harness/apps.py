"""Runs apps of the CDK in Python, one after the other, each in a fork: the CDK and its Node.js are loaded once.

A line of stdin is an app in JSON: the project's folder, the module, the context, and where the cloud assembly goes. The
line of stdout that answers it holds the exit status and what was printed.
"""

import json
import os
import re
import runpy
import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import mock

import aws_cdk

from harness.forked import forked


def load(project: Path) -> None:
    """Load the parts of the CDK that a project's own modules name."""
    for path in (project / "infra").rglob("*.py"):
        for name in re.findall(r"\baws_\w+", path.read_text(encoding="utf-8")):
            if find_spec(f"aws_cdk.{name}"):
                import_module(f"aws_cdk.{name}")


def run(module: str, context: dict[str, Any], outdir: str) -> int:
    """Run an app of the working directory; the CDK's Node.js has long read the environment, so the app is told."""
    with mock.patch.object(aws_cdk, "App", partial(aws_cdk.App, context=context, outdir=outdir)):
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    return 0


def run_elsewhere(folder: str, *app: Any) -> int:
    os.chdir(folder)
    sys.path.insert(0, folder)
    return run(*app)


if __name__ == "__main__":
    for line in sys.stdin:
        folder, *app = json.loads(line)
        load(Path(folder))
        print(json.dumps(forked(partial(run_elsewhere, folder, *app))), flush=True)
