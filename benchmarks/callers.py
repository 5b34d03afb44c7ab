"""What it costs to know who calls: INIT and first answer of get-item behind tokens, and of what looks at tokens."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .built import Built, package
from .init import VARIABLES, get_item, rows
from .processes import run
from .projects import Lambda
from .report import Row
from .start import Function, start
from .timing import interleaved

AUDIENCE = "https://orders.example.com"
ANSWERS = {"auth": "jwt", "jwt_issuer": "https://login.example.com/", "jwt_audience": AUDIENCE}
# A day: longer than any measurement.
SIGN = """
import json, sys, time
from issuer import Issuer, token
scope = "my-service/items.read"
print(json.dumps([Issuer().keys, token(iss=sys.argv[1], exp=int(time.time()) + 86_400, scope=scope)]))
"""


def measure(built: Built, template: Path, target: Lambda, folder: Path, rounds: int) -> list[Row]:
    """Rows of milliseconds. The issuer is on this machine: what the network takes until its keys are there, is not."""
    projects = {}
    for api in ("http", "rest"):
        (folder / api).mkdir()
        projects[api] = package(template, folder / api, target, {**ANSWERS, "api": api})
    with issuer() as keys:
        variables = {**VARIABLES, "JWT_ISSUER": keys.url, "JWT_AUDIENCE": AUDIENCE}
        token = signed(projects["rest"], keys)
        authorize = {**happy(projects["rest"]), "authorizationToken": f"Bearer {token}"}
        functions = {
            "get-item": get_item(built.project),
            "get-item for callers with tokens": get_item(projects["http"]),
            "authorize": Function(
                projects["rest"] / "dist" / "authorize", "my_service.handlers.authorize.handler", authorize, variables
            ),
        }
        starts = interleaved(
            {name: partial(start, each, target.python, built.client) for name, each in functions.items()}, rounds
        )
    return [
        row
        for name in functions
        if name != "get-item"
        for row in rows((name, starts[name]), ("get-item, which anyone may call", starts["get-item"]))
    ]


def happy(project: Path) -> dict[str, Any]:
    return dict(json.loads((project / "events" / "authorize" / "happy.json").read_text(encoding="utf-8")))


class Keys(ThreadingHTTPServer):
    """An issuer that says what its keys are."""

    daemon_threads = True
    published: list[dict[str, Any]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Keys

    def do_GET(self) -> None:
        described = {"issuer": self.server.url, "jwks_uri": f"{self.server.url}/keys"}
        said = json.dumps({"keys": self.server.published} if self.path == "/keys" else described).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def issuer() -> Iterator[Keys]:
    with Keys(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def signed(project: Path, keys: Keys) -> str:
    """A token of the project's own test key, which the issuer publishes from now on."""
    paths = {"PYTHONPATH": "tests:scripts"}
    keys.published, token = json.loads(run([".venv/bin/python", "-c", SIGN, keys.url], project, paths))
    return str(token)
