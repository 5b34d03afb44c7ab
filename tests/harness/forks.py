"""A project's Python that runs its tests again and again, each time in a fork: what they import is loaded once.

Run in the project, by its own Python, with the tests whose imports are meant. A line of stdin holds pytest's arguments
in JSON; the line of stdout that answers it holds the exit status and what was printed. Nothing of the project itself is
loaded before a fork: it changes.
"""

import importlib
import json
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from harness.forked import forked

# Plugins are loaded before pytest looks at them.
OPTIONS = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
_run_program = subprocess.run


def run_tests(arguments: list[str]) -> int:
    with mock.patch.object(subprocess, "run", run_program):
        return pytest.main([*OPTIONS, *arguments])


def run_program(command: list[str], **options: Any) -> subprocess.CompletedProcess[Any]:
    """What tests start, but for an app of the CDK, which runs in a fork: the CDK is loaded, and its Node.js warm."""
    told = options.get("env") or {}
    if "CDK_OUTDIR" not in told:
        return _run_program(command, **options)
    from harness import apps  # noqa: PLC0415 -- projects with SAM do not have the CDK

    app = partial(apps.run, command[-1], json.loads(told["CDK_CONTEXT_JSON"]), told["CDK_OUTDIR"])
    status, printed = forked(app)
    return subprocess.CompletedProcess(command, status, printed, printed)


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
    print(json.dumps(forked(partial(run_tests, json.loads(line)))), flush=True)
