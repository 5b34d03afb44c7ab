"""A debugger without a window: starts a configuration of launch.json as VS Code does, and tells where it stops.

It speaks the Debug Adapter Protocol with the adapters that VS Code's own extensions have: debugpy's and js-debug's.
"""

import json
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Self, TypeVar

from harness import node
from harness.adapters import debugpy, js_debug
from harness.editor import Editor, NotStartedError, Program, run_task

T = TypeVar("T")
Message = dict[str, Any]
CLIENT = {
    "clientID": "vscode",
    "adapterID": "tests",
    "linesStartAt1": True,
    "columnsStartAt1": True,
    "pathFormat": "path",
    "supportsRunInTerminalRequest": True,
    "supportsStartDebuggingRequest": True,
    "supportsVariableType": True,
}
# What ends without a stop has ended for good once nothing was heard for so long.
SILENCE_SECONDS = 0.5


class NeverStoppedError(Exception):
    """The program ended, or the time, and no breakpoint was hit."""


@dataclass(frozen=True)
class Stop:
    """Where the program is, with the frame on top."""

    file: str
    line: int
    frame: int
    thread: int
    connection: "Connection"


class Connection:
    """One session with an adapter; what comes in goes into a queue that sessions share."""

    def __init__(
        self, incoming: IO[bytes], outgoing: IO[bytes], heard: "queue.Queue[tuple[Connection, Message]]"
    ) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._heard = heard
        self._sequence = 0
        self.answers: dict[int, Message] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def request(self, command: str, arguments: Mapping[str, Any]) -> int:
        return self._send({"type": "request", "command": command, "arguments": arguments})

    def respond(self, request: Message, body: Mapping[str, Any]) -> None:
        answer = {"type": "response", "request_seq": request["seq"], "success": True}
        self._send({**answer, "command": request["command"], "body": body})

    def _send(self, message: Message) -> int:
        self._sequence += 1
        content = json.dumps({"seq": self._sequence, **message}).encode()
        with suppress(OSError):  # an adapter that is gone: its silence tells
            self._outgoing.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
            self._outgoing.flush()
        return self._sequence

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            while header := self._incoming.readline():
                length = int(header.split(b":")[1])
                self._incoming.readline()
                self._heard.put((self, json.loads(self._incoming.read(length))))


class Debugger:
    """`with Debugger(editor, file, line) as debugger: debugger.start("Run …"); stop = debugger.stop()`."""

    def __init__(self, editor: Editor, path: Path, line: int, seconds: float = 180) -> None:
        self._editor = editor
        self._source = {"name": path.name, "path": str(path)}
        self._lines = [line]
        self._seconds = seconds
        self._heard: queue.Queue[tuple[Connection, Message]] = queue.Queue()
        self._connections: list[Connection] = []
        self._sockets: list[socket.socket] = []
        self._adapters: list[subprocess.Popen[bytes]] = []
        self._programs: list[Program] = []
        self._printed: list[str] = []
        self._connect: Callable[[], Connection] | None = None
        self._stop: Stop | None = None
        self._has_ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # An adapter outlives what it debugs, and keeps its port, unless it is told.
        for connection in reversed(self._connections):
            sequence = connection.request("disconnect", {"terminateDebuggee": True})
            if not self._has_ended:
                with suppress(NeverStoppedError):
                    self._pump(partial(connection.answers.get, sequence), 2)
        for each in self._sockets:
            each.close()
        for adapter in self._adapters:
            adapter.kill()
            adapter.wait()
        for program in self._programs:
            program.stop()

    def start(self, name: str, stand_in: list[str] | None = None, **changes: Any) -> None:
        """Start a configuration, the task before it first; `stand_in` takes the place of that task's command."""
        configuration = {**self._editor.configuration(name), **changes}
        if task := configuration.pop("preLaunchTask", None):
            background = run_task(self._editor, task, self._seconds, stand_in)
            self._programs += [background] if background else []
        self._connect = self._adapter(configuration)
        self._begin(configuration)

    def run(self, command: list[str]) -> None:
        """Start a program that is debugged later; with its end the debugging is over."""
        self._programs.append(Program(command, self._editor.folder, self._editor.env))

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait as long as what runs goes on; raises NeverStoppedError when it ends."""
        self._pump(lambda: is_so() or None, self._seconds)

    def stop(self) -> Stop:
        """Where the program stops at last; raises NeverStoppedError if it does not."""
        return self._pump(lambda: self._stop, self._seconds)

    def variable(self, stop: Stop, *path: str) -> str:
        """The value of a variable of the frame, or of what is in it: `variable(stop, "record", "name")`."""
        found = self._ask(stop.connection, "scopes", {"frameId": stop.frame})["scopes"]
        within = [each["variablesReference"] for each in found if not each.get("expensive")]
        for name in path:
            values = [
                each
                for reference in within
                for each in self._ask(stop.connection, "variables", {"variablesReference": reference})["variables"]
            ]
            by_name = {each["name"].strip("'"): each for each in reversed(values)}
            assert name in by_name, f"there is no {name!r} among {', '.join(by_name)}"
            within = [by_name[name]["variablesReference"]]
        value: str = by_name[path[-1]]["value"]
        return value

    def finish(self, stop: Stop) -> str:
        """Go on without breakpoints to the end of the program; gives what was printed."""
        self._lines = []
        for connection in self._connections:
            self._set_breakpoints(connection)
        # A breakpoint may be hit once more before an adapter has taken it away.
        next_stop: Stop | None = stop
        while next_stop:
            self._stop = None
            next_stop.connection.request("continue", {"threadId": next_stop.thread})
            self._pump(lambda: self._stop or self._is_over(), self._seconds)
            next_stop = self._stop
        for program in self._programs:
            program.wait(self._seconds)
        return self.output()

    def output(self) -> str:
        """What was printed, in terminals and in the debug console."""
        return "".join([*(each.output() for each in self._programs), *self._printed])

    def _adapter(self, configuration: Message) -> Callable[[], Connection]:
        """How a session with the adapter is opened, by the type of the configuration."""
        match configuration:
            case {"type": "debugpy", "request": "attach", "connect": {"host": host, "port": port}}:
                return lambda: self._over_tcp(host, port)
            case {"type": "debugpy", "request": "launch"}:
                return self._over_pipes
            case {"type": "node"}:
                configuration |= {"type": "pwa-node", "__workspaceFolder": str(self._editor.folder)}
                return partial(self._over_tcp, "127.0.0.1", self._js_debug())
        raise NotStartedError(f"Configured debug type '{configuration['type']}' is not supported.")

    def _over_tcp(self, host: str, port: int) -> Connection:
        connected = socket.create_connection((host, port), timeout=self._seconds)
        connected.settimeout(None)
        self._sockets.append(connected)
        return self._connection(connected.makefile("rb"), connected.makefile("wb"))

    def _over_pipes(self) -> Connection:
        command = [str(debugpy() / "debugpy" / "adapter")]
        pipes = subprocess.PIPE
        adapter = subprocess.Popen([sys.executable, *command], env=self._editor.env, stdin=pipes, stdout=pipes)
        self._adapters.append(adapter)
        assert adapter.stdin
        assert adapter.stdout
        return self._connection(adapter.stdout, adapter.stdin)

    def _js_debug(self) -> int:
        command = [str(node.program()), str(js_debug()), "0", "127.0.0.1"]
        server = subprocess.Popen(command, env=self._editor.env, stdout=subprocess.PIPE)
        self._adapters.append(server)
        assert server.stdout
        return int(server.stdout.readline().rpartition(b":")[2])

    def _connection(self, incoming: IO[bytes], outgoing: IO[bytes]) -> Connection:
        connection = Connection(incoming, outgoing, self._heard)
        self._connections.append(connection)
        return connection

    def _begin(self, configuration: Message) -> None:
        assert self._connect
        connection = self._connect()
        self._ask(connection, "initialize", CLIENT)
        # The answer comes after the breakpoints are set: it is not waited for.
        connection.request(configuration["request"], configuration)

    def _set_breakpoints(self, connection: Connection) -> None:
        points = [{"line": line} for line in self._lines]
        connection.request("setBreakpoints", {"source": self._source, "breakpoints": points, "lines": self._lines})

    def _ask(self, connection: Connection, command: str, arguments: Message) -> Message:
        sequence = connection.request(command, arguments)
        answer = self._pump(lambda: connection.answers.get(sequence), self._seconds)
        assert answer["success"], answer
        body: Message = answer.get("body", {})
        return body

    def _pump(self, found: Callable[[], T | None], seconds: float) -> T:
        """Hear what adapters say until something is found; an end, or the end of the time, raises NeverStoppedError."""
        deadline = time.monotonic() + seconds
        silent_since = time.monotonic()
        while True:
            if value := found():
                return value
            try:
                self._hear(*self._heard.get(timeout=0.1))
                silent_since = time.monotonic()
            except queue.Empty:
                now = time.monotonic()
                if (self._is_over() and now - silent_since > SILENCE_SECONDS) or now > deadline:
                    raise NeverStoppedError(self.output()[-3000:]) from None

    def _is_over(self) -> bool:
        return self._has_ended or any(not program.is_running() for program in self._programs)

    def _hear(self, connection: Connection, message: Message) -> None:
        match message:
            case {"type": "response", "request_seq": sequence}:
                connection.answers[sequence] = message
                if not message["success"] and message["command"] in ("launch", "attach"):
                    raise NotStartedError(message.get("message") or str(message))
            case {"type": "request", "command": "runInTerminal", "arguments": arguments}:
                changes = arguments.get("env", {})
                env = {name: value for name, value in {**self._editor.env, **changes}.items() if value is not None}
                program = Program(arguments["args"], arguments["cwd"], env)
                self._programs.append(program)
                connection.respond(message, {"processId": program.process.pid})
            case {"type": "request", "command": "startDebugging", "arguments": arguments}:
                connection.respond(message, {})
                self._begin({**arguments["configuration"], "request": arguments["request"]})
            case {"type": "event", "event": "initialized"}:
                self._set_breakpoints(connection)
                connection.request("setExceptionBreakpoints", {"filters": []})
                connection.request("configurationDone", {})
            case {"type": "event", "event": "output", "body": {"output": text} as body}:
                self._printed += [text] if body.get("category") in ("console", "stderr", "stdout") else []
            case {"type": "event", "event": "stopped", "body": body}:
                self._stop = self._top_frame(connection, body["threadId"])
            case {"type": "event", "event": "terminated"} if connection is self._connections[0]:
                self._has_ended = True

    def _top_frame(self, connection: Connection, thread: int) -> Stop:
        frame = self._ask(connection, "stackTrace", {"threadId": thread, "startFrame": 0, "levels": 1})["stackFrames"][
            0
        ]
        return Stop(frame.get("source", {}).get("path", ""), frame["line"], frame["id"], thread, connection)
