"""Runs the service on this machine: `python -m local ENVIRONMENT PORT`.

It follows the logs until Ctrl-C; with a command at the end it runs that instead, told where the service is.
"""

import argparse
import os
import signal
import subprocess
import sys
import time

from local.changes import Changes
from local.logs import Logs
from local.running import Running
from local.session import ServiceError, say, started

POLL_SECONDS = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(prog="local")
    parser.add_argument("environment", help="whose stack it is")
    parser.add_argument("port", type=int, help="where the emulator answers; 0 is a free one")
    parser.add_argument("--keep", action="store_true", help="go on with the data of the last time")
    parser.add_argument("--watch", action="store_true", help="deploy again whenever a file changes")
    parser.add_argument("command", nargs="*")
    given = parser.parse_args()
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with started(given.environment, given.port, keep=given.keep) as session:
            if given.command:
                told = {**os.environ, "STACK_NAME": session.service.name}
                return subprocess.run(given.command, env=told, check=False).returncode
            show(session.service)
            say(f"Ready after {time.monotonic() - begun:.0f} s. Ctrl-C stops it.")
            logs, changes = Logs(session.service.functions), Changes()
            while True:
                logs.print_new()
                if given.watch and changes.happened():
                    redeploy(session)
                time.sleep(POLL_SECONDS)
    except ServiceError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        say("Stopped.")
    return 0
