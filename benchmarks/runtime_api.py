"""What Lambda's runtime client talks to: a Runtime API with one event, and a DynamoDB that always gives one record."""

import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

INVOCATION = "/2018-06-01/runtime/invocation"
RECORD = {
    "id": {"S": "11111111-1111-4111-8111-111111111111"},
    "name": {"S": "An example"},
    "created_at": {"S": "2026-01-01T00:00:00.000Z"},
    "updated_at": {"S": "2026-01-01T00:00:00.000Z"},
    "version": {"N": "1"},
}


class RuntimeApi(ThreadingHTTPServer):
    """Gives one event away, and keeps when it was asked for, when it was answered, and the answer."""

    daemon_threads = True

    def __init__(self, event: Mapping[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.event = json.dumps(event).encode()
        self.address = f"127.0.0.1:{self.server_port}"
        self.asked_at: float | None = None
        self.answered_at: float | None = None
        self.answer = ""
        self.failed = False
        self.done = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """A process that was ended leaves its connection: no news."""


class _Handler(BaseHTTPRequestHandler):
    server: RuntimeApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body

    def do_GET(self) -> None:
        moment = time.perf_counter()
        if self.server.asked_at is not None:  # the next event never comes
            threading.Event().wait()
        self.server.asked_at = moment
        deadline = int(time.time() * 1000) + 60_000
        headers = {
            "Lambda-Runtime-Aws-Request-Id": "3fd2b9a0-0000-4000-8000-000000000001",
            "Lambda-Runtime-Deadline-Ms": str(deadline),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:measured",
            "Lambda-Runtime-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0",
        }
        self._send(200, self.server.event, headers)

    def do_POST(self) -> None:
        moment = time.perf_counter()
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/":
            self._send(200, json.dumps({"Item": RECORD}).encode(), {"x-amzn-RequestId": "1"})
            return
        self.server.answered_at = moment
        self.server.answer = body.decode()
        self.server.failed = not self.path.endswith("/response")
        self._send(202, b"", {})
        self.server.done.set()

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
