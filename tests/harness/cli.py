"""Copier's command line as a person meets it: another process, no terminal, no trust."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.source import ENVIRONMENT


def copier_cli(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "copier", *map(str, arguments)],
        cwd=cwd,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def data(answers: Mapping[str, Any]) -> list[str]:
    """The answers as arguments."""
    return [argument for name, value in answers.items() for argument in ("--data", f"{name}={value}")]


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.rstrip().rpartition("\n")[2]
