"""What is done in a fork: for programs that load once what their work takes."""

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable

SECONDS = 300


def forked(work: Callable[[], int]) -> tuple[int, str]:
    """The status of what a fork does, and all that it prints; a fork that hangs is ended by a signal."""
    with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as printed:
        pid = os.fork()
        if pid == 0:
            signal.alarm(SECONDS)
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            status = 1
            try:
                status = work()
            except BaseException:  # noqa: BLE001 -- nothing of a fork goes on in what it is a fork of
                traceback.print_exc()
            sys.stdout.flush()
            os._exit(status)
        _, status = os.waitpid(pid, 0)
        printed.seek(0)
        return os.waitstatus_to_exitcode(status), printed.read()
