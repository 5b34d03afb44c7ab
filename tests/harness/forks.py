"""A project's Python that runs its tests again and again, each time in a fork: what they import is loaded once.

Run in the project, by its own Python, with the tests whose imports are meant. A line of stdin holds pytest's arguments
in JSON; the line of stdout that answers it holds the exit status and what was printed. Nothing of the project itself is
loaded before a fork: it changes.
"""

import importlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

SECONDS = 300
# Plugins are loaded before pytest looks at them.
OPTIONS = ("-W", "ignore::pytest.PytestAssertRewriteWarning")


def forked(work: Callable[[], int]) -> tuple[int, str]:
    """The status of what a fork does, and all that it prints; a fork that hangs is ended by a signal."""
    with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as printed:
        pid = os.fork()
        if pid == 0:
            signal.alarm(SECONDS)
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            status = work()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        _, status = os.waitpid(pid, 0)
        printed.seek(0)
        return os.waitstatus_to_exitcode(status), printed.read()


def name_libraries() -> int:
    """Print the names of the modules that the tests load and that are not the project's own, in their order."""
    pytest.main(["--collect-only", "--quiet", "--override-ini", "addopts=", *sys.argv[1:]])
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    installed = [Path(folder) for folder in (sys.prefix, sys.base_prefix)]
    print()
    print(*(name for name, file in files.items() if file and any(map(Path(file).is_relative_to, installed))))
    return 0


_, named = forked(name_libraries)
for each in named.splitlines()[-1].split():
    with suppress(Exception):  # some cannot be loaded by themselves, and tests load them later
        importlib.import_module(each)
for line in sys.stdin:
    print(json.dumps(forked(partial(pytest.main, [*OPTIONS, *json.loads(line)]))), flush=True)
