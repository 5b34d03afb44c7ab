"""The emulator with the service in it, from its start to its end; and how to reach it, or AWS, from outside."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import BotoCoreError

from local.debugger import VARIABLES
from local.deployment import deploy
from local.describe import describe, place
from local.problem import ServiceError
from local.running import Running, logical_id
from local.stack import Stack

ROOT = Path(__file__).parent.parent
LOCAL = ROOT / ".local"
EMULATOR = Path(__file__).with_name("emulator.py")
HOST = "127.0.0.1"
# Who deploys may do everything; a function may do what its role says, and nothing else.
ENFORCED = "AUTH=true"
# Not longer than messages of its queue are kept from others.
DEBUG_SECONDS = 360
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@contextmanager
def started(environment: str, port: str, debug: str = "", *, keep: bool = False) -> Iterator[Running]:
    """Build the service and deploy it into an emulator, which ends with the block. Raises ServiceError."""
    # The addresses of queues have the port in them: what was kept on one has no use on another.
    state = ["--state", str(LOCAL / "state" / port)] if keep else []
    command = [sys.executable, str(EMULATOR), "--port", port, *state, ENFORCED]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as emulator:
        try:
            build()
            url = (emulator.stdout.readline() if emulator.stdout else "").strip()
            if not url:
                sys.exit(emulator.wait())
            point_at(environment, url)
            yield deployed(environment, debug)
        finally:
            # Its input ends here, and with that it does.
            emulator.communicate()


def build() -> None:
    """Build each function for this machine. Raises ServiceError."""
    say("Building.")
    command = ["make", "--no-print-directory", "local-dist"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise ServiceError(f"{done.stdout}The build failed: see above.")


def deployed(environment: str, debug: str = "") -> Running:
    """Deploy what is built into the emulator that this process talks to, with a function that waits for a debugger.

    Raises ServiceError.
    """
    say("Deploying.")
    stack = describe(environment, LOCAL / "dist")
    if debug:
        let_wait(stack, debug)
    deploy(stack)
    return Running(stack.name)


def let_wait(stack: Stack, function: str) -> None:
    """Let a function wait for VS Code when it starts, and give people time to look around."""
    found = stack.template["Resources"].get(logical_id(function, "Function"))
    if not found:
        raise ServiceError(f"There is no function {function!r} that could be debugged.")
    found["Properties"]["Environment"]["Variables"] |= VARIABLES
    found["Properties"]["Timeout"] = DEBUG_SECONDS
    say(f"{function} waits for VS Code when it is called: send it an event, and choose 'Attach to make local'.")


def reached(environment: str, port: str) -> Running:
    """The service in the emulator on a port, or without a port at AWS. Raises ServiceError."""
    name, region = place(environment)
    if port:
        # Asked by hand: the SDK would ask again and again.
        try:
            socket.create_connection((HOST, int(port)), timeout=1).close()
        except (OSError, OverflowError, ValueError) as error:
            raise ServiceError(f"Nothing answers on port {port}: run `make local` in another terminal.") from error
        point_at(environment, f"http://{HOST}:{port}")
    else:
        os.environ["AWS_DEFAULT_REGION"] = region
    try:
        return Running(name)
    except BotoCoreError as error:
        raise ServiceError(f"{error}") from error


def point_at(environment: str, url: str) -> None:
    """Make this process, and what it starts, talk to the emulator and to nobody else."""
    region = place(environment)[1]
    nowhere = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    here = {"AWS_DEFAULT_REGION": region, "AWS_REGION": region, "AWS_ENDPOINT_URL": url}
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update({**CREDENTIALS, **nowhere, **here, "no_proxy": "127.0.0.1,localhost"})


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)
