"""The whole service on one machine: how soon `make local` answers its first request."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .projects import copy, environment, make
from .report import Row, Series, measured

GOAL_SECONDS = 20
DEADLINE_SECONDS = 300


def measure(template: Path, folder: Path, rounds: int, python: Path | None) -> list[Row]:
    """Seconds from the command to the answer. A first start, not counted, installs what functions depend on."""
    project = folder / "my-service"
    copy(template, project)
    make(project, "setup", interpreter=python)
    times = [until_it_answers(project, python) for _ in range(rounds + 1)]
    return [measured(Series("`make local` until its API answers", times[1:], "s"), GOAL_SECONDS)]


def until_it_answers(project: Path, python: Path | None) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.monotonic()
    command = ["make", "--no-print-directory", "local", f"PORT={port}"]
    with subprocess.Popen(
        command,
        cwd=project,
        env={**os.environ, **environment(python)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as service:
        try:
            while not answers(f"http://127.0.0.1:{port}/_aws/execute-api/api/%24default/items"):
                if service.poll() is not None or time.monotonic() - begun > DEADLINE_SECONDS:
                    raise RuntimeError("make local does not answer")
                time.sleep(0.1)
            return time.monotonic() - begun
        finally:
            os.killpg(service.pid, signal.SIGTERM)


def answers(url: str) -> bool:
    """Whether there is a list of items: until it is deployed, the emulator knows no such API."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 -- our own process, on loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
