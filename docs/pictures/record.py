"""Records the pictures of README: renders a service, runs its verbs, and draws what they print.

    make pictures

What changes with each run is made the same again: the clock begins at 12:00:00, ids are counted. How long things took
is what was measured.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from harness.breakpoints import RUN
from harness.dap import Debugger
from harness.editor import Editor
from harness.engine import Engine
from harness.source import copy_template
from harness.verbs import environment, make

from docs.pictures.svg import drawn

HERE = Path(__file__).parent
ANSWERS = {"service_name": "my-service", "queues": "emails"}
# Where the pictures' emulator answers, and where that of a reader does.
PORT, USUAL_PORT = "4791", "4566"
DEADLINE_SECONDS = 120
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
EXAMPLE = re.compile("1{8}-")
CLOCK = re.compile(r"^\d\d:\d\d:\d\d")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
# Ids by what stands for them, in all pictures the same.
IDS: dict[str, str] = {}
SENT = [("create-item", "happy"), ("emails", "happy"), ("emails", "poison")]


class Terminal:
    """A command in a terminal, with what it has printed so far."""

    def __init__(self, command: list[str], folder: Path, env: dict[str, str]) -> None:
        screen, other = os.openpty()
        self._process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=other, stdout=other, stderr=other, start_new_session=True
        )
        os.close(other)
        self._printed = b""
        self._reader = threading.Thread(target=self._read, args=(screen,), daemon=True)
        self._reader.start()

    def _read(self, screen: int) -> None:
        try:
            while news := os.read(screen, 65536):
                self._printed += news
        except OSError:
            pass  # Linux says so at the end
        os.close(screen)

    def lines(self) -> list[str]:
        return self._printed.decode().replace("\r", "").rstrip("\n").split("\n")

    def wait_for(self, pattern: str) -> None:
        """Wait until it has printed what matches."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not re.search(pattern, "\n".join(self.lines()), flags=re.DOTALL):
            if time.monotonic() > deadline or self._process.poll() is not None:
                sys.exit("\n".join([f"It never printed {pattern!r}:", *self.lines()]))
            time.sleep(0.2)

    def end(self, stop: signal.Signals | None = None) -> list[str]:
        """Wait for its end, or bring it about as Ctrl-C does."""
        if stop:
            os.killpg(self._process.pid, stop)
        self._process.wait(DEADLINE_SECONDS)
        self._reader.join(DEADLINE_SECONDS)
        return self.lines()


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary) / "my-service"
        Engine(copy_template(Path(temporary) / "template")).render(project, ANSWERS)
        # Not as make's own make, which would tell of folders.
        inherited = environment("3.11", "3.12", "3.13")
        env = {name: value for name, value in inherited.items() if not name.startswith("MAKE")}
        env["TERM"] = "xterm-256color"
        make(project, "setup", env=env)
        with service(project, env) as running:
            answers = [line for to, event in SENT for line in sent(project, env, to, event)]
            running.wait_for("done=0 failed=1")
            logs = running.lines()
        draw("send", "make send: events by the way that they come by at AWS", answers)
        draw("local", "make local: the service starts, and logs what it does", ["$ make local", *shortened(logs)])
        tests = Terminal(["make", "e2e"], project, env).end()
        draw("e2e", "make e2e: tests of the running service", ["$ make e2e", *tests])
        draw("debug", "A breakpoint is hit in VS Code's debug adapter", debugged(project, env))


@contextmanager
def service(project: Path, env: dict[str, str]) -> Iterator[Terminal]:
    running = Terminal(["make", "local", f"PORT={PORT}"], project, env)
    try:
        running.wait_for("Ready after")
        yield running
    finally:
        running.end(signal.SIGINT)


def sent(project: Path, env: dict[str, str], to: str, event: str) -> list[str]:
    words = ["make", "send", f"TO={to}", f"EVENT={event}"]
    return [f"$ {' '.join(words)}", *Terminal([*words, f"PORT={PORT}"], project, env).end(), ""]


def debugged(project: Path, env: dict[str, str]) -> list[str]:
    """A session of VS Code's own adapter, started by launch.json: where it stops, a variable, and what comes after."""
    file, case = "src/my_service/handlers/get_item.py", "get-item/happy"
    lines = (project / file).read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if "return answer_record" in line]
    with Debugger(Editor(project, env, choices={"case": case}), project / file, number) as debugger:
        debugger.start(RUN)
        stop = debugger.stop()
        where = f"{Path(stop.file).relative_to(project)}:{stop.line}"
        value = debugger.variable(stop, "request", "path", "id")
        printed = debugger.finish(stop)
    source = [
        f"\x1b[{'33' if each == stop.line else '37'}m{'●▶' if each == stop.line else '  '} {each:>3}  {lines[each - 1]}"
        for each in range(stop.line - 2, stop.line + 1)
    ]
    return [
        f"F5: {RUN} ▸ {case}",
        "",
        f"Paused on breakpoint, {where}",
        *source,
        "",
        f"> request.path['id']  \x1b[32m{value}",
        "",
        "Continue",
        # Its logs come first, each a line of JSON.
        *(line for line in printed.replace("\r", "").splitlines() if line.strip() and not line.startswith('{"')),
    ]


def draw(name: str, title: str, lines: list[str]) -> None:
    (HERE / f"{name}.svg").write_text(drawn(stable(lines), title), encoding="utf-8")
    sys.stderr.write(f"docs/pictures/{name}.svg\n")


def stable(lines: list[str]) -> list[str]:
    """The lines without what is different each time."""
    text = "\n".join(lines).replace(f":{PORT}", f":{USUAL_PORT}")
    for found in UUID.findall(text):
        if not EXAMPLE.match(found):
            number = len(IDS) + 1
            text = text.replace(found, IDS.setdefault(found, f"{number:08x}-0000-4000-8000-{number:012x}"))
    text = DATE.sub("2026-06-01T12:00:00.000Z", text)
    lines = text.split("\n")
    clocks = [datetime.strptime(line[:8], "%H:%M:%S").replace(tzinfo=UTC) for line in lines if CLOCK.match(line)]
    for index, line in enumerate(lines):
        if CLOCK.match(line):
            passed = datetime.strptime(line[:8], "%H:%M:%S").replace(tzinfo=UTC) - clocks[0]
            lines[index] = f"{datetime(2026, 6, 1, 12, tzinfo=UTC) + passed:%H:%M:%S}{line[8:]}"
    return lines


def shortened(lines: list[str]) -> Iterator[str]:
    """The lines with the middle of a stack trace left out."""
    left_out = 0
    for line in lines:
        if line.startswith(("  File", "    ")) or (
            left_out and re.match(r"$|Traceback|The above|\S+DecodeError", line)
        ):
            left_out += 1
            continue
        if left_out:
            yield f"  … {left_out} lines"
        left_out = 0
        yield line


if __name__ == "__main__":
    main()
