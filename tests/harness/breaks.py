"""Breaks in a rendered project's files, which its own tests must notice."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

from harness import node
from harness.cdk import JUST_SYNTHESIS
from harness.repeated import Repeated

FORKS = Path(__file__).with_name("forks.py")
VITEST_AGAIN = Path(__file__).with_name("vitest-again.mjs")
# Up to the first failure, without coverage.
OPTIONS = ("--override-ini", "addopts=", "--exitfirst", "--quiet", "--no-header", "-p", "no:cacheprovider")
# Of tomorrow: no file has been written then.
TIMES = count(int(time.time()) + 24 * 60 * 60)


class Outcome(NamedTuple):
    """Pytest's exit status, and what it printed."""

    status: int
    printed: str


class Breakable(Repeated):
    """A rendered project some of whose tests in Python run again and again, with one break after the other."""

    def __init__(self, path: Path, *tests: str) -> None:
        env = {**node.environment(), **JUST_SYNTHESIS}
        super().__init__(path, path / ".venv" / "bin" / "python", FORKS, *tests, env=env)
        self.path = path

    def tested(self, *tests: str) -> Outcome:
        """What comes of these of the tests, up to the first that fails."""
        return Outcome(*self.answer(json.dumps([*OPTIONS, *tests])))


class BreakableInTypeScript(Repeated):
    """A rendered project whose unit tests in TypeScript do so."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, node.program(), VITEST_AGAIN, env={**node.environment(), "NO_COLOR": "1"})
        self.path = path

    def tested(self, changed: Path) -> list[str]:
        """The tests that fail, up to the first; those that are called like the changed file come first."""
        return list(self.answer(str(changed)))


@contextmanager
def broken(path: Path, old: str | None, new: str | None) -> Iterator[None]:
    """The file with another text for a while, or no file where there is none to replace."""
    text = path.read_text(encoding="utf-8")
    if old is None or new is None:
        path.unlink()
    else:
        assert old in text, f"{path.name} has changed: write the break anew"
        write(path, text.replace(old, new))
    try:
        yield
    finally:
        write(path, text)


def write(path: Path, text: str) -> None:
    """Each time as of another second: that and the length is all by which Python knows what it has compiled."""
    path.write_text(text, encoding="utf-8")
    second = next(TIMES)
    os.utime(path, (second, second))
