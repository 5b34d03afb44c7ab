"""The verbs that need Docker or an account, as far as they go without: command lines, refusals, what they write.

`sam local` itself is not run. What it would give to a container is computed by its own code; a deployed service is the
emulator of `make local`.
"""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from harness import node
from harness.render import Renderer
from harness.services import ARCHITECTURE
from harness.source import HOOKS
from harness.verbs import environment, interpreter, make, uv

SAM_CLI = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))["tools"]["aws-sam-cli"]
SAM = [uv(), "tool", "run", "--quiet", "--from", f"aws-sam-cli=={SAM_CLI}"]
CASE = ("FUNCTION=get-item", "EVENT=happy")
# What the verbs call, by the infrastructure tool.
CALLS = {
    ("sam", "deploy"): "deploy",
    ("sam", "sam-local"): "local start-api",
    ("sam", "remote-invoke"): "remote invoke",
    ("sam", "watch"): "sync",
    ("cdk", "sam-local"): "local start-api",
    ("cdk", "remote-invoke"): "remote invoke",
}
REFUSED = {
    ("watch", "ENV=prod"): "Production is changed by make deploy only",
    ("watch", "ENV=live"): "There is no environment 'live': say ENV=NAME with one of dev staging prod",
    ("ci-roles", "ENV=live", "REPOSITORY=acme/shop"): "There is no environment 'live'",
    ("ci-roles", "ENV=pull-request"): "Say REPOSITORY=…, like acme/",
    ("sam-local", "ENV=live"): "There is no environment 'live'",
    ("remote-invoke", "ENV=live", *CASE): "There is no environment 'live'",
    (
        "remote-invoke",
        "FUNCTION=got-item",
    ): "There is no function 'got-item': say FUNCTION=NAME with one of create-item",
    ("remote-invoke", "FUNCTION=get-item", "EVENT=x"): "There is no event 'x' of get-item: say EVENT=NAME with one of",
}
DEADLINE_SECONDS = 180
# What `sam local` makes of a template and of a file of variables, without a container.
RESOLVE = """
import json, os, sys
from samcli.commands.local.lib.local_lambda import LocalLambdaRunner
from samcli.lib.providers.sam_function_provider import SamFunctionProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
template, variables = map(os.path.abspath, sys.argv[1:])
functions = SamFunctionProvider(SamLocalStackProvider.get_stacks(template)[0])
runner = LocalLambdaRunner(
    local_runtime=None, function_provider=functions, cwd=os.path.dirname(template), real_path=os.path.dirname(template),
    env_vars_values=json.load(open(variables)), debug_context=None, aws_region="us-east-1",
)
found = {each.name: runner.get_invoke_config(each) for each in functions.get_all()}
print(json.dumps({name: [os.listdir(each.code_abs_path), each.env_vars.resolve()] for name, each in found.items()}))
"""


def shown(project: Path, *arguments: str) -> str:
    """The command lines of a verb."""
    command = ["make", "--dry-run", *arguments]
    done = subprocess.run(command, cwd=project, env=environment(), capture_output=True, text=True, check=False)
    return done.stdout.replace("\\\n", " ") + done.stderr


@pytest.mark.parametrize("iac", ["sam", "cdk"])
@pytest.mark.parametrize(("arguments", "line"), REFUSED.items(), ids=map(" ".join, REFUSED))
def test_one_line_refuses(render: Renderer, iac: str, arguments: tuple[str, ...], line: str) -> None:
    assert line in shown(render(iac=iac), *arguments)


@pytest.mark.parametrize("iac", ["sam", "cdk"])
def test_what_is_refused_is_not_built_before(render: Renderer, iac: str) -> None:
    said = shown(render(iac=iac), "watch", "ENV=prod")
    assert "build.py" not in said
    assert "sam build" not in said


def test_a_first_deployment_that_failed_is_deleted_outside_production(render: Renderer) -> None:
    project = render()
    for name, deleted in {"dev": True, "staging": True, "prod": False}.items():
        assert ("--on-failure DELETE" in shown(project, "deploy", "BUILT=1", f"ENV={name}")) is deleted


# Sends an event to a port where nobody listens, and to one where nobody answers.
SEND = """
import json, socket, types
from local import session
from local.doors import api
from local.problem import ServiceError
assert api.TIMEOUT_SECONDS > session.DEBUG_SECONDS
api.TIMEOUT_SECONDS = 0.2
event = json.load(open("events/get-item/happy.json"))
silent = socket.create_server(("127.0.0.1", 0))
for port in (1, silent.getsockname()[1]):
    try:
        api.send(types.SimpleNamespace(api_url=f"http://127.0.0.1:{port}"), "", event)
    except ServiceError as error:
        print(error)
"""


def test_an_api_that_does_not_answer_is_one_line(render: Renderer) -> None:
    command = [sys.executable, "-B", "-c", SEND]
    done = subprocess.run(command, cwd=render(), capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line.startswith("No answer from http://127.0.0.1:") for line in lines] == [True, True]
    assert "refused" in lines[0]
    assert "timed out" in lines[1]


LOCKED = {
    "python, sam": ({}, {"uv sync --quiet --locked"}),
    "python, cdk": ({"iac": "cdk"}, {"uv sync --quiet --locked", "npm ci"}),
    "typescript, sam": ({"runtime": "nodejs24.x"}, {"npm ci"}),
    "typescript, cdk": ({"runtime": "nodejs24.x", "iac": "cdk"}, {"npm ci"}),
}


@pytest.mark.parametrize(("answers", "locked"), LOCKED.values(), ids=LOCKED)
def test_ci_installs_what_is_locked(
    render: Renderer, tmp_path: Path, answers: dict[str, str], locked: set[str]
) -> None:
    project = render.copy(tmp_path / "service", **answers)
    if "npm ci" in locked:
        assert "There is no package-lock.json: commit the one that `make setup` writes" in shown(
            project, "setup", "CI=1"
        )
        (project / "package-lock.json").touch()
    said = shown(project, "setup", "CI=true")
    assert all(command in said for command in locked)
    assert "npm install" not in said
    said = shown(project, "setup")
    assert not any(command in said for command in locked)


@pytest.mark.parametrize("iac", ["sam", "cdk"])
def test_a_service_without_an_api_has_none_to_answer(render: Renderer, iac: str) -> None:
    project = render(iac=iac, api="none", queues="emails", resources="")
    assert "sam-local" not in (project / "Makefile").read_text(encoding="utf-8")
    assert not (project / "local" / "containers.py").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("iac", "verb"), CALLS, ids=map(" ".join, CALLS))
def test_sam_knows_the_options(render: Renderer, iac: str, verb: str) -> None:
    call = CALLS[iac, verb]
    line = next(line for line in shown(render(iac=iac), verb, *CASE).splitlines() if f" sam {call} " in line)
    options = [word for word in shlex.split(line.partition(f" sam {call} ")[2]) if word.startswith("--")]
    helped = subprocess.run([*SAM, "sam", *call.split(), "--help"], capture_output=True, text=True, check=True)
    assert options
    assert [option for option in options if not re.search(rf"{option}\b", helped.stdout)] == []


@pytest.mark.slow
@pytest.mark.parametrize("iac", ["sam", "cdk"])
def test_functions_in_containers_and_deployed_ones_are_reached(render: Renderer, tmp_path: Path, iac: str) -> None:
    version = "3.13" if interpreter("3.13") else "3.12"
    answers = {"iac": iac, "runtime": f"python{version}", "architecture": ARCHITECTURE, "queues": "emails"}
    project = render.copy(tmp_path / "my service", **answers, links="create-item>emails")
    env = environment("3.11", version)
    env = {**env, "PATH": os.pathsep.join([str(node.folder_of_node()), env["PATH"]])}
    make(project, "setup", "build", env=env)
    with pytest.raises(AssertionError, match=r"Nothing answers on port 1: run `make local` in another terminal"):
        make(project, "sam-local", "PORT=1", env=env)
    with running(project, env) as port:
        write, call = commands(project, port, env)
        subprocess.run(write, cwd=project, env=env, check=True)
        resolve = [*SAM, "python", "-c", RESOLVE, option(call, "--template"), option(call, "--env-vars")]
        done = subprocess.run(resolve, cwd=project, env=env, capture_output=True, text=True, check=True)
        functions = json.loads(done.stdout)
        sent = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test"}
        answer = make(project, "remote-invoke", *CASE, env={**env, **sent, "AWS_SECRET_ACCESS_KEY": "test"})
    assert '"statusCode": 404' in answer
    assert len(functions) == len(list((project / "events").iterdir()))
    for package, variables in functions.values():
        assert "my_service" in package
        assert variables["AWS_ENDPOINT_URL"] == f"http://host.docker.internal:{port}"
    _, variables = functions["CreateItemFunction"]
    assert variables["ITEMS_TABLE_NAME"].startswith("my-service-dev-")
    assert variables["EMAILS_QUEUE_URL"].startswith(f"http://host.docker.internal:{port}/")


def commands(project: Path, port: int, env: dict[str, str]) -> tuple[list[str], list[str]]:
    """What `make sam-local` runs after the build: what writes its files, and `sam local`."""
    command = ["make", "--dry-run", "sam-local", f"PORT={port}"]
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=True)
    write, call = done.stdout.replace("\\\n", " ").splitlines()[-2:]
    return shlex.split(write), shlex.split(call)


def option(call: list[str], name: str) -> str:
    return call[call.index(name) + 1]


@contextmanager
def running(project: Path, env: dict[str, str]) -> Iterator[int]:
    """The service by `make local`, on the port that is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    log = project / "log.txt"
    with log.open("w") as printed:
        process = subprocess.Popen(
            ["make", "local", f"PORT={port}"],
            cwd=project,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while "Ready after" not in log.read_text(encoding="utf-8"):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.3)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()
