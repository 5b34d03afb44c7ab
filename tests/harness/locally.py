"""A rendered project's service on this machine: `make local` at a terminal, and what is done to it from another."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3  # type: ignore[import-untyped]

from harness.installed import installed, with_node
from harness.render import Renderer
from harness.terminal import at_a_terminal
from harness.verbs import interpreter

HOST = "127.0.0.1"
START_SECONDS = 300
PATIENCE_SECONDS = 60
PYTHON = f"python{'3.13' if interpreter('3.13') else '3.12'}"
NODE = "nodejs24.x"
# What of an installation copies of a project share.
INSTALLED = (".emulator", ".venv", "node_modules")
REDEPLOY = "import sys; from local.session import deployed, point_at; point_at('dev', sys.argv[1]); deployed('dev')"


def opened(render: Renderer, folder: Path, **answers: Any) -> Path:
    """A project to work in: a copy of its own, that shares what `make setup` installed."""
    kept = installed(render, **answers)
    project = render.copy(folder / "my service", **answers)
    for name in INSTALLED:
        if (kept / name).exists():
            (project / name).symlink_to(kept / name)
    if (kept / "uv.lock").exists():
        shutil.copy(kept / "uv.lock", project)
    return project


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    return port


class Local:
    """`make local`, from its start to the end of the block; whatever is left of it then is ended."""

    def __init__(self, project: Path, *arguments: str, port: int = 0) -> None:
        self.project = project
        self.port = port or free_port()
        self.endpoint = f"http://{HOST}:{self.port}"
        self.shown = ""
        self._arguments = arguments

    def __enter__(self) -> Self:
        command = ["make", "local", f"PORT={self.port}", *self._arguments]
        self._screen, self._make = at_a_terminal(command, self.project, with_node())
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._make.poll() is None:
            self.signal(signal.SIGINT)
            try:
                self._make.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.signal(signal.SIGKILL)
                self._make.wait()
        for left in self.processes():
            os.kill(left, signal.SIGKILL)
        self._reader.join(PATIENCE_SECONDS)
        os.close(self._screen)

    def _read(self) -> None:
        while True:
            try:
                more = os.read(self._screen, 65536)
            except OSError:  # the other end is closed
                return
            self.shown += re.sub(r"\x1b\[\d*m|\r", "", more.decode(errors="replace"))

    def make(self) -> int:
        """The id of `make`."""
        return self._make.pid

    def program(self) -> int:
        """The id of what `make` runs."""
        found = Path(f"/proc/{self._make.pid}/task/{self._make.pid}/children").read_text(encoding="utf-8").split()
        assert len(found) == 1, found
        return int(found[0])

    def signal(self, number: signal.Signals) -> None:
        """What a terminal tells all that runs in its foreground: Ctrl-C, or that it is closed."""
        os.killpg(self._make.pid, number)

    def end(self) -> int:
        """Wait for the end, and give the exit status."""
        status = self._make.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return status

    def wait_for(self, pattern: str, since: int = 0, seconds: float = PATIENCE_SECONDS) -> re.Match[str]:
        """What is shown, as soon as it is; `since` is how much had been shown before."""
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.shown[since:])):
            assert time.monotonic() < deadline, f"{pattern!r} did not come after\n{self.shown[since:][-6000:]}"
            assert self._reader.is_alive(), f"ended without {pattern!r}\n{self.shown[-6000:]}"
            time.sleep(0.1)
        return found

    def ready(self) -> Self:
        begun = time.monotonic()
        self.wait_for(r"Ready after \d+ s", seconds=START_SECONDS)
        sys.stderr.write(f"  make local {' '.join(self._arguments)}: ready after {time.monotonic() - begun:.0f} s\n")
        return self

    def processes(self) -> dict[int, str]:
        """The emulator and all that it started, by their ids: no other has its port in its environment."""
        mark = f"GATEWAY_PORT={self.port}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ValueError):  # it is gone, or another's
                continue
        return found

    def is_gone(self) -> bool:
        """Whether nothing of it runs and its port is free."""
        with socket.socket() as port:
            port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                port.bind((HOST, self.port))
            except OSError:
                return False
        return not self.processes()

    @property
    def variables(self) -> Mapping[str, str]:
        """What lets AWS's SDK reach it, and tells tests which stack is meant."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "ENV": "dev",
            "STACK_NAME": "my-service-dev",
        }

    def client(self, name: str) -> Any:
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        return boto3.client(name, endpoint_url=self.endpoint, **keys)

    def resource(self, logical_id: str) -> str:
        """What a part of the stack is called."""
        found = self.client("cloudformation").describe_stack_resources(StackName="my-service-dev")["StackResources"]
        return str({each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}[logical_id])

    def items(self, table: str) -> list[dict[str, Any]]:
        """What a table holds."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.resource(table))
        return [item for page in pages for item in page["Items"]]

    def redeploy(self, project: Path) -> None:
        """Deploy what another copy of the project describes."""
        command = [str(project / ".emulator" / "bin" / "python"), "-c", REDEPLOY, self.endpoint]
        done = subprocess.run(command, cwd=project, env=with_node(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def failing(self, project: Path, tests: list[str], seconds: int) -> set[str]:
        """Which of these end-to-end tests of a project fail, when nothing takes longer than so many seconds."""
        options = ["--override-ini", "addopts=", "-p", "no:cacheprovider", "--confcutdir", "tests/e2e", "-q", "-rA"]
        done = subprocess.run(
            [project / ".venv" / "bin" / "python", "-m", "pytest", *options, *tests],
            cwd=project,
            env={**with_node(), **self.variables, "E2E_DEADLINE_SECONDS": str(seconds)},
            capture_output=True,
            text=True,
            check=False,
        )
        outcomes = dict(re.findall(r"^(?:FAILED|PASSED) (\S+)()", done.stdout, flags=re.MULTILINE))
        assert set(tests) == set(outcomes), f"{set(tests) ^ set(outcomes)}\n{done.stdout[-4000:]}\n{done.stderr}"
        return set(re.findall(r"^FAILED (\S+)", done.stdout, flags=re.MULTILINE))
