"""A built function as Lambda starts it: by AWS's own runtime client, in a process of its own."""

import json
import os
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

PATIENCE_SECONDS = 60
# How long the end of a server takes.
POLL_SECONDS = 0.01


class RuntimeApi(ThreadingHTTPServer):
    """What the client asks for events and gives answers to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.events: queue.Queue[tuple[Any, int]] = queue.Queue()
        self.answers: queue.Queue[tuple[str, Any]] = queue.Queue()

    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that is ended while it waits for an event."""


class _Handler(BaseHTTPRequestHandler):
    server: RuntimeApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits 40 ms until its headers are acknowledged

    def do_GET(self) -> None:
        event, remaining_ms = self.server.events.get()
        body = json.dumps(event).encode()
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", "00000000-0000-4000-8000-000000000000")
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + remaining_ms))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:f")
        self._finish(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.answers.put((self.path.rpartition("/")[2], json.loads(body)))
        self.send_response(202)
        self._finish(b"")

    def _finish(self, body: bytes) -> None:
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Function:
    """`with Function(...) as function: function.invoke(event)`."""

    def __init__(self, client: Sequence[str | Path], package: Path, handler: str, variables: dict[str, str]) -> None:
        """`client` is the command of the runtime client; it gets the handler as its last word."""
        self._api = RuntimeApi()
        threading.Thread(target=self._api.serve_forever, args=(POLL_SECONDS,), daemon=True).start()
        # A log of its own: another process of the same package may run beside it.
        number, log = tempfile.mkstemp(".log", package.name, package.parent, text=True)
        self._output = os.fdopen(number, "w+", encoding="utf-8")
        self._log = Path(log)
        self._process = subprocess.Popen(
            [*client, handler],
            cwd=package,
            env={
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                "AWS_LAMBDA_FUNCTION_NAME": package.name,
                "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
                "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{package.name}",
                "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._api.server_port}",
                "AWS_REGION": "us-east-1",
                "LAMBDA_TASK_ROOT": str(package),
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(package),
                "_HANDLER": handler,
                **variables,
            },
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._api.shutdown()
        self._api.server_close()
        self._output.close()

    def invoke(self, event: Any, remaining_ms: int = 60_000) -> Any:
        """What the function returns; where it raises, the error as Lambda tells it."""
        self._api.events.put((event, remaining_ms))
        try:
            kind, answer = self._api.answers.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            self._output.seek(0)
            kind, answer = "silence", self._output.read()
        assert kind in ("response", "error"), f"{kind}: {answer}"
        return answer

    def logged(self) -> list[dict[str, Any]]:
        """What the function wrote into its log since it started, without metrics."""
        # A log ends its lines with newlines alone; what clients send may hold what Unicode calls the end of a line.
        lines = self._log.read_text(encoding="utf-8").split("\n")
        entries = [json.loads(line) for line in lines if line.startswith("{")]
        return [each for each in entries if "_aws" not in each]

    def ended_by(self, event: Any) -> int:
        """The exit code of a process that ends before it answers: on Lambda, the invocation fails."""
        self._api.events.put((event, 60_000))
        code = self._process.wait(timeout=PATIENCE_SECONDS)
        assert self._api.answers.empty()
        return code
