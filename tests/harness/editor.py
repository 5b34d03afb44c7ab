"""What VS Code makes of a project's .vscode/: configurations with their variables resolved, tasks that run first."""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

# Text in quotes, which stays, or a comment, or a comma before the end of a list, which both go.
JSON_WITH_COMMENTS = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/|,(?=\s*[\]}])', flags=re.DOTALL)
VARIABLE = re.compile(r"\$\{([^}]+)\}")


class NotStartedError(Exception):
    """What VS Code would show in place of a debug session."""


def read_json(path: Path) -> dict[str, Any]:
    text = JSON_WITH_COMMENTS.sub(lambda match: match[1] or "", path.read_text(encoding="utf-8"))
    content: dict[str, Any] = json.loads(text)
    return content


@dataclass(frozen=True)
class Editor:
    """An open folder: `file` is the file that is being edited, `choices` what its user picks from lists."""

    folder: Path
    env: Mapping[str, str]
    file: str = ""
    choices: Mapping[str, str] | None = None

    def names(self) -> list[str]:
        return [each["name"] for each in self._read("launch")["configurations"]]

    def configuration(self, name: str) -> dict[str, Any]:
        launch = self._read("launch")
        (found,) = [each for each in launch["configurations"] if each["name"] == name]
        resolved: dict[str, Any] = self._resolved(found, launch.get("inputs", []))
        # What the extension does before an adapter sees it.
        if "envFile" in resolved:
            lines = Path(resolved.pop("envFile")).read_text(encoding="utf-8").splitlines()
            resolved["env"] = {**dict(line.split("=", 1) for line in lines if "=" in line), **resolved.get("env", {})}
        return resolved

    def task(self, label: str) -> dict[str, Any]:
        tasks = self._read("tasks")
        found = [each for each in tasks["tasks"] if each["label"] == label]
        if not found:
            raise NotStartedError(f"Could not find the task {label!r}.")
        resolved: dict[str, Any] = self._resolved(found[0], tasks.get("inputs", []))
        return resolved

    def _read(self, name: str) -> dict[str, Any]:
        return read_json(self.folder / ".vscode" / f"{name}.json")

    def _resolved(self, value: Any, inputs: list[dict[str, Any]]) -> Any:
        match value:
            case str():
                return VARIABLE.sub(lambda match: self._variable(match[1], inputs), value)
            case list():
                return [self._resolved(each, inputs) for each in value]
            case dict():
                return {key: self._resolved(each, inputs) for key, each in value.items()}
        return value

    def _variable(self, name: str, inputs: list[dict[str, Any]]) -> str:
        kind, _, argument = name.partition(":")
        if kind == "input":
            return self._picked(argument, inputs)
        if kind == "env":
            return self.env.get(argument, "")
        known = {
            "file": str(self.folder / self.file),
            "relativeFile": self.file,
            "workspaceFolder": str(self.folder),
            "workspaceFolderBasename": self.folder.name,
        }
        if name not in known:
            raise NotStartedError(f"Variable '${{{name}}}' can not be resolved.")
        return known[name]

    def _picked(self, identifier: str, inputs: list[dict[str, Any]]) -> str:
        for each in inputs:
            if each["id"] == identifier:
                assert each["type"] == "pickString"
                choice = str((self.choices or each).get(identifier, each.get("default")))
                if choice not in each["options"]:
                    raise NotStartedError(f"{choice!r} is not among the options of {identifier!r}.")
                return choice
        raise NotStartedError(f"Undefined input variable {identifier!r}.")


class Program:
    """A program in a terminal of its own, which keeps what it prints."""

    def __init__(self, command: list[str], folder: Path, env: Mapping[str, str]) -> None:
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the program
        try:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=self._printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise NotStartedError(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def output(self) -> str:
        file = self._printed.fileno()  # read without moving where the program goes on writing
        return os.pread(file, os.fstat(file).st_size, 0).decode(errors="replace")

    def is_running(self) -> bool:
        return self.process.poll() is None

    def wait_for_line(self, pattern: str, seconds: float) -> str:
        """The line that a problem matcher's pattern matches; raises where the program ends or takes too long."""
        deadline = time.monotonic() + seconds
        while True:
            runs = self.is_running()
            for line in self.output().splitlines():
                if re.search(pattern, line):
                    return line
            if not runs or time.monotonic() > deadline:
                raise NotStartedError(f"no line matched {pattern!r}:\n{self.output()[-3000:]}")
            time.sleep(0.05)

    def wait(self, seconds: float) -> int:
        return self.process.wait(seconds)

    def stop(self) -> None:
        """End it and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._printed.close()


def run_task(editor: Editor, label: str, seconds: float, stand_in: list[str] | None = None) -> Program | None:
    """Run a task with what it depends on; a task in the background runs on once it has said that it waits.

    `stand_in` is a command that runs in the place of the task's own, and whose output its problem matcher reads.
    """
    task = editor.task(label)
    assert task["type"] == "shell"
    if depends := task.get("dependsOn"):
        for other in [depends] if isinstance(depends, str) else depends:
            run_task(editor, other, seconds)
    program = Program(stand_in or ["/bin/sh", "-c", task["command"]], editor.folder, editor.env)
    try:
        if task.get("isBackground"):
            program.wait_for_line(task["problemMatcher"]["background"]["endsPattern"], seconds)
            return program
        code, printed = program.wait(seconds), program.output()
    except BaseException:
        program.stop()
        raise
    program.stop()
    if code:
        raise NotStartedError(f"The task {label!r} terminated with exit code {code}.\n{printed}")
    return None
