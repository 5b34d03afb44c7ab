"""Copier's command line within this process: what it compiles, reads and gathers is kept, which saves most of the time.

`test_update_releases.py` compares the result with that of a process of its own.
"""

from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from copier import _main
from copier._cli import CopierApp
from jinja2 import Environment

from harness.engine import GatheringWorker, forget_yield, warm

_compile = Environment.compile
_compiled: dict[tuple[Any, str | None], Any] = {}


def _compile_once(environment: Environment, source: Any, name: str | None = None, *others: Any, **settings: Any) -> Any:
    key = (source, name)
    if key not in _compiled:
        _compiled[key] = _compile(environment, source, name, *others, **settings)
    forget_yield(environment)
    return _compiled[key]


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    with (
        warm(),
        mock.patch.object(Environment, "compile", _compile_once),
        mock.patch.object(yaml, "SafeLoader", yaml.CSafeLoader),
        mock.patch.object(_main, "Worker", GatheringWorker),
        chdir(folder),
    ):
        yield


def copier_here(*arguments: str | Path, cwd: Path) -> None:
    with _kept(cwd):
        _, status = CopierApp.run(["copier", *map(str, arguments)], exit=False)
    assert not status, f"copier {arguments[0]} ended with {status}"
