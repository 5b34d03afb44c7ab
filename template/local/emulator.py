"""Runs MiniStack, an AWS on loopback, until its own input ends: however who started it ends, it does not stay behind.

    python local/emulator.py [--port PORT] [--state FOLDER] [NAME=VALUE …]

It prints its URL when it is ready, or one line of why it can't start. With a folder for its state it goes on where it
ended. NAME=VALUE are settings of MiniStack's.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

PROGRAM = Path(__file__).parent.parent / ".emulator" / "bin" / "ministack"
HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS, SAVE_SECONDS = 5, 60
# Without the first it listens to the whole network.
SETTINGS = {"BIND_HOST": HOST, "IOT_MTLS_ENABLED": "0", "LAMBDA_EXECUTOR": "local", "SFTP_ENABLED": "0"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0, help="0 is a free one")
    parser.add_argument("--state", type=Path)
    parser.add_argument("settings", nargs="*")
    given = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit("The local AWS is not installed: run `make setup`.")
    port = free_port(given.port)
    with tempfile.TemporaryDirectory() as temporary:
        settings = {"GATEWAY_PORT": str(port), "TMPDIR": temporary, "STATE_DIR": temporary}
        if given.state:
            settings |= {"PERSIST_STATE": "1", "STATE_DIR": str(given.state)}
            settings |= {"S3_PERSIST": "1", "S3_DATA_DIR": str(given.state / "s3")}
        settings |= dict(each.split("=", 1) for each in given.settings)
        run(f"http://{HOST}:{port}", settings)


def free_port(wanted: int) -> int:
    with socket.socket() as port:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            port.bind((HOST, wanted))
        except OSError:
            sys.exit(f"Port {wanted} is in use: say another one, like PORT=4567.")
        return int(port.getsockname()[1])


def run(url: str, settings: dict[str, str]) -> None:
    # No profile or endpoint of its user is for what runs in it.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    # In a session of its own, Ctrl-C and a closed terminal do not end it before it has saved its state.
    process = subprocess.Popen(
        [PROGRAM],
        env={**inherited, **SETTINGS, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"{url}/_ministack/ready", process)
        print(url, flush=True)
        sys.stdin.read()
    finally:
        process.terminate()
        # A function that waits for its debugger keeps it from ending, and does not end by itself.
        with suppress(subprocess.TimeoutExpired):
            process.wait(SAVE_SECONDS if "PERSIST_STATE" in settings else STOP_SECONDS)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    sys.exit("The local AWS did not start: run .emulator/bin/ministack to see why.")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # Ctrl-C and a closed terminal are for the program that started it, which ends it when all else is done.
    for each in (signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    main()
