"""Other programs, which end when we are told to end."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

CLEANUP_SECONDS = 10


def run(command: Sequence[str | Path], folder: Path, variables: Mapping[str, str] | None = None) -> str:
    """What a program prints. It gets no input; its own children end with it. Raises RuntimeError when it fails."""
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    )
    try:
        output, _ = process.communicate()
    except BaseException:
        _end(process)
        raise
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{output}")
    return output


def _end(process: subprocess.Popen[str]) -> None:
    """Interrupt a program and its children, so that they clean up; then end what is left."""
    for number in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(CLEANUP_SECONDS)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
