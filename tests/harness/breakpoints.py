"""Debugs a rendered project by its own launch.json: a breakpoint, where it stops, what is printed after."""

import shlex
import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness import node
from harness.adapters import debugpy
from harness.dap import Debugger
from harness.editor import Editor
from harness.installed import installed, with_node
from harness.locally import free_port
from harness.render import Renderer
from harness.services import ARCHITECTURE
from harness.verbs import interpreter, make

RUN, TESTS, BUILT = (
    "Run a function with an event",
    "Debug the tests of this file",
    "Run the built function with an event",
)
SYNTHESIS, SAM_LOCAL = "Debug the synthesis of the stacks", "Attach to sam local invoke"
LOCAL = "Attach to make local"
IN_LAMBDA = Path(__file__).parent / "in_lambda"
PYTHON = "3.13" if interpreter("3.13") else "3.12"
# The CDK's projects have all configurations that SAM's have, and one more.
CDK = {"iac": "cdk", "architecture": ARCHITECTURE, "environments": "test, live"}
ANSWERS: dict[str, dict[str, str]] = {
    "python": {"runtime": f"python{PYTHON}", **CDK},
    "typescript": {"runtime": "nodejs24.x", **CDK},
}


@dataclass(frozen=True)
class Case:
    """A breakpoint on the line that has a text, a variable there with its value, and what is printed in the end."""

    file: str
    line: str
    variable: tuple[str, ...]
    value: str
    printed: str
    edited: str = ""
    event: str = "get-item/happy"


def opened(render: Renderer, folder: Path, language: str, case: Case) -> Editor:
    """A project in an editor: a copy of its own, that shares what `make setup` installed."""
    kept = installed(render, "dist", **ANSWERS[language])
    project = render.copy(folder / "my service", **ANSWERS[language])
    for name in (".emulator", ".venv", "node_modules"):
        (project / name).symlink_to(kept / name)
    if language == "python":
        shutil.copy(kept / "uv.lock", project)
    return Editor(project, with_node(), case.edited, {"case": case.event})


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has changed: write the break anew"
    path.write_text(text.replace(old, new), encoding="utf-8")


def debug(editor: Editor, name: str, case: Case, seconds: float = 180) -> str:
    """Start a configuration, see that it stops where it should with the right value, and give what is printed after."""
    path = editor.folder / case.file
    lines = path.read_text(encoding="utf-8").splitlines()
    (line,) = [number for number, text in enumerate(lines, 1) if case.line in text]
    with Debugger(editor, path, line, seconds) as debugger:
        START.get(name, _start)(debugger, editor, name, case)
        stop = debugger.stop()
        assert (stop.file, stop.line) == (str(path), line), f"it stopped at {stop.file}:{stop.line}"
        if case.variable:
            value = debugger.variable(stop, *case.variable).strip("'\"")
            assert value == case.value, f"{'.'.join(case.variable)} is {value}"
        return debugger.finish(stop)


def sam_local_options(editor: Editor, event: str) -> dict[str, str]:
    """The options of the `sam local invoke` that the task before the configuration would run."""
    command = editor.task("debug in sam local")["command"]
    assert command == f"make debug CASE={event}"
    shown = subprocess.run(
        [*shlex.split(command), "--dry-run"],
        cwd=editor.folder,
        env=dict(editor.env),
        capture_output=True,
        text=True,
        check=True,
    )
    words = shlex.split(shown.stdout.replace("\\\n", " ").rpartition("local invoke")[2])
    assert words[0] == "GetItemFunction"
    return dict(zip(words[1::2], words[2::2], strict=True))


def _start(debugger: Debugger, _editor: Editor, name: str, _case: Case) -> None:
    debugger.start(name)


def _synthesise(debugger: Debugger, editor: Editor, name: str, _case: Case) -> None:
    """The same, on a port that is free: the project's own may be in use by a test beside this one."""
    configuration = editor.configuration(name)
    if "connect" in configuration:
        port = str(free_port())
        for file in ("launch.json", "tasks.json"):
            edit(editor.folder / ".vscode" / file, str(configuration["connect"]["port"]), port)
    debugger.start(name)


def _attach_to_sam_local(debugger: Debugger, editor: Editor, name: str, case: Case) -> None:
    """Start what `sam local` runs in its container, by the options that the project gives it, and attach."""
    port, function = free_port(), case.event.partition("/")[0]
    event = editor.folder / "events" / f"{case.event}.json"
    connect = editor.configuration(name).get("connect")
    changes: dict[str, Any] = {"connect": {**connect, "port": port}} if connect else {"port": port}
    command = (_in_python if connect else _in_node)(editor, function, port, case)
    debugger.start(name, ["env", *_variables(function), *command, str(event)], **changes)


def _attach_to_local(debugger: Debugger, editor: Editor, name: str, case: Case) -> None:
    """Start the service with a function that waits, send it its event, and attach once it does."""
    port, (function, event) = free_port(), case.event.split("/")
    for file in (".vscode/launch.json", "local/debugger.py"):
        edit(editor.folder / file, "5859", str(port))
    python = ".emulator/bin/python"
    send = [python, "-m", "local.send", "test", "", function, event]
    debugger.run([python, "-m", "local", f"--debug={function}", "test", "0", "--", *send])
    debugger.wait_until(lambda: _is_taken(port))
    debugger.start(name)


def _in_python(editor: Editor, function: str, port: int, case: Case) -> list[str]:
    python = interpreter(PYTHON)
    if python is None:
        pytest.skip(f"there is no Python {PYTHON} on this machine, for which the function is built")
    _, *options = shlex.split(sam_local_options(editor, case.event)["--debug-args"])
    # A container listens to all the world; this stand-in does not.
    options = [each.replace("0.0.0.0:5858", f"127.0.0.1:{port}") for each in options]
    package = (editor.folder / ".venv").resolve().parent / "dist" / function
    handler = f"my_service.handlers.{function.replace('-', '_')}.handler"
    return [str(python), str(IN_LAMBDA / "run.py"), shlex.join(options), str(package), handler]


def _in_node(editor: Editor, function: str, port: int, _case: Case) -> list[str]:
    make(editor.folder, ".debug/function", f"FUNCTION={function}", env=dict(editor.env))
    package = editor.folder / "dist" / function
    return [str(node.program()), f"--inspect-brk=127.0.0.1:{port}", str(IN_LAMBDA / "run.mjs"), str(package)]


def _variables(function: str) -> list[str]:
    """What a function finds in its environment that asks nothing of AWS."""
    return [
        f"AWS_LAMBDA_FUNCTION_NAME={function}",
        "AWS_REGION=us-east-1",
        "AWS_DEFAULT_REGION=us-east-1",
        "ITEMS_TABLE_NAME=items",
        "POWERTOOLS_METRICS_NAMESPACE=my-service",
        f"PYTHONPATH={debugpy()}",
    ]


def _is_taken(port: int) -> bool:
    """Whether somebody listens; who does would take a connection for a debugger's."""
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


# Configurations that something has to be prepared for.
START: dict[str, Callable[[Debugger, Editor, str, Case], None]] = {
    SYNTHESIS: _synthesise,
    SAM_LOCAL: _attach_to_sam_local,
    LOCAL: _attach_to_local,
}
