"""`make tune` against a stub of Lambda's API over HTTP: what it measures, and that it leaves everything as it was."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from harness.render import Renderer, files

FOUND = """<DescribeStackResourceResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
<DescribeStackResourceResult><StackResourceDetail><PhysicalResourceId>f</PhysicalResourceId>
</StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>"""
REPORT = (
    'START\n{{"level": "INFO"}}\nREPORT RequestId: 1\tDuration: 9.5 ms\tBilled Duration: {billed} ms\t'
    "Memory Size: {size} MB\tMax Memory Used: 90 MB\t{init}\n"
)


class Lambda(ThreadingHTTPServer):
    """One function whose time halves when its memory doubles, down to 10 ms."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.memory = 512
        self.sizes = {"$LATEST": 0, "7": 512}
        self.called: list[str] = []
        self.fails = False
        self.in_json = False
        self.pause = 0.0

    def publish(self) -> str:
        version = str(max(int(each) for each in self.sizes if each.isdecimal()) + 1)
        self.sizes[version] = self.memory
        return version

    def report(self, version: str) -> str:
        size, is_start = self.sizes[version], version not in self.called
        self.called.append(version)
        billed = max(10, 100 * 128 // size) + 200 * is_start
        if self.in_json:
            metrics = {
                "billedDurationMs": billed,
                "maxMemoryUsedMB": 90,
                **({"initDurationMs": 180} if is_start else {}),
            }
            return json.dumps({"type": "platform.report", "record": {"metrics": metrics}})
        return REPORT.format(billed=billed, size=size, init="Init Duration: 180.00 ms" if is_start else "")


class Answers(BaseHTTPRequestHandler):
    server: Lambda

    def log_message(self, *_: Any) -> None:
        pass

    def say(self, content: str, **headers: str) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content.encode())

    def configuration(self, version: str = "$LATEST") -> dict[str, Any]:
        return {
            "Version": version,
            "MemorySize": self.server.memory,
            "State": "Active",
            "LastUpdateStatus": "Successful",
        }

    def do_GET(self) -> None:
        if "/versions" in self.path:
            self.say(json.dumps({"Versions": [self.configuration(each) for each in self.server.sizes]}))
        elif self.path.endswith("/configuration") or "Qualifier" in self.path:
            self.say(json.dumps(self.configuration()))
        else:
            self.say(json.dumps({"Configuration": self.configuration()}))

    def do_PUT(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.server.pause)
        self.server.memory = asked["MemorySize"]
        self.say(json.dumps(self.configuration()))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/":
            self.say(FOUND, Content_Type="text/xml")
        elif self.path.endswith("/versions"):
            self.say(json.dumps(self.configuration(self.server.publish())))
        else:
            time.sleep(self.server.pause)
            log = self.server.report(self.path.rpartition("=")[2])
            failed = {"X_Amz_Function_Error": "Unhandled"} if self.server.fails else {}
            self.say('{"errorMessage": "a bug"}', X_Amz_Log_Result=b64encode(log.encode()).decode(), **failed)

    def do_DELETE(self) -> None:
        del self.server.sizes[self.path.rpartition("=")[2]]
        self.say("")


@pytest.fixture
def aws() -> Iterator[Lambda]:
    with Lambda() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def project(render: Renderer, tmp_path: Path) -> Path:
    return render.copy(tmp_path / "my-service", power_tuning=True)


def started(project: Path, aws: Lambda, *words: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{aws.server_port}",
        "AWS_SECRET_ACCESS_KEY": "test",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "scripts/tune.py", "my-service-dev", "GetItemFunction", "get-item/happy", *words]
    return subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def tune(project: Path, aws: Lambda, *words: str) -> tuple[int, str, str]:
    process = started(project, aws, *words)
    told, problem = process.communicate(timeout=120)
    return process.returncode, told, problem


def is_as_before(aws: Lambda) -> bool:
    return aws.memory == 512 and set(aws.sizes) == {"$LATEST", "7"}


@pytest.mark.parametrize("form", ["text", "JSON"])
def test_it_measures_each_size_and_leaves_everything_as_it_was(form: str, project: Path, aws: Lambda) -> None:
    aws.in_json = form == "JSON"
    code, told, problem = tune(project, aws, "--sizes", "128", "256", "2048", "--times", "3")
    assert code == 0, problem
    rows = [line.split() for line in told.splitlines()[1:4]]
    # A million calls: the milliseconds times the memory times the price of a GB-second, and the price of the calls.
    prices = [
        f"{ms / 1000 * mb / 1024 * 1e6 * 0.0000133334 + 0.2:.2f}" for mb, ms in ((128, 100), (256, 50), (2048, 10))
    ]
    assert [[row[0], *row[1:6]] for row in rows] == [
        ["128", "90", "300", "100", "100", prices[0]],
        ["256", "90", "250", "50", "50", prices[1]],
        ["2048", "90", "210", "10", "10", prices[2]],
    ]
    assert rows[2][6:] == ["fastest"]
    assert "cheapest" in rows[0]
    # One call more than asked for: the first one starts the function.
    assert len(aws.called) == 3 * 4
    assert is_as_before(aws)
    picture = (project / ".local" / "tune-get-item.svg").read_text(encoding="utf-8")
    document = ET.fromstring(picture)  # noqa: S314 -- our own
    assert len(document.findall("{http://www.w3.org/2000/svg}circle")) == 6


def test_a_function_that_fails_is_not_measured(project: Path, aws: Lambda) -> None:
    aws.fails = True
    code, _, problem = tune(project, aws, "--sizes", "128", "256")
    assert code == 1
    assert problem == 'The function fails: {"errorMessage": "a bug"}\n'
    assert is_as_before(aws)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["while versions are published", "while they are called"])
def test_whenever_it_is_stopped_everything_is_as_it_was(
    moment: str, number: signal.Signals, project: Path, aws: Lambda
) -> None:
    aws.pause = 0.3
    process = started(project, aws, "--sizes", "128", "256", "1024")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (aws.called if "called" in moment else len(aws.sizes) > 3):
        time.sleep(0.02)
    assert not is_as_before(aws)
    process.send_signal(number)
    _, problem = process.communicate(timeout=60)
    assert (process.returncode, problem) == (130, "Stopped: the memory is what it was.\n")
    assert is_as_before(aws)


def test_production_is_not_measured(project: Path) -> None:
    done = subprocess.run(
        ["make", "tune", "FUNCTION=get-item", "EVENT=happy", "ENV=prod", "PYTHON=/bin/true"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Production is not for measuring" in done.stderr


def test_without_the_answer_there_is_no_trace_of_it(render: Renderer) -> None:
    said = b"\n".join(text for name, text in files(render()).items() if name != ".copier-answers.yml").decode()
    assert not re.search(r"\btune|tuning", said)
