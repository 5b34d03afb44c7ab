"""A person at a terminal: reads what is asked, types, presses Enter."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.source import ENVIRONMENT

PATIENCE_SECONDS = 60


def at_a_terminal(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> tuple[int, subprocess.Popen[bytes]]:
    """Run a program in a terminal of its own: what shows and types there, and the program."""
    screen, keyboard = pty.openpty()
    fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 1000, 0, 0))
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdin=keyboard, stdout=keyboard, stderr=keyboard, start_new_session=True
    )
    os.close(keyboard)
    return screen, process


class Terminal:
    """`copier` in a terminal of its own, as wide as its longest line."""

    def __init__(self, arguments: Sequence[str | Path], cwd: Path) -> None:
        command = [sys.executable, "-m", "copier", *map(str, arguments)]
        env = {**ENVIRONMENT, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        self._screen, self._process = at_a_terminal(command, cwd, env)
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Until the text is shown, after all that was shown before."""
        start = len(self.shown)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while text not in self.shown[start:]:
            assert time.monotonic() < deadline, f"{text!r} did not come after\n{self.shown}"
            assert self._read(), f"ended without {text!r}\n{self.shown}"

    def press(self, keys: str) -> None:
        os.write(self._screen, keys.encode())

    def type(self, text: str = "") -> None:
        self.press(f"{text}\r")

    def clear(self) -> None:
        """Control and U empty a line."""
        self.press("\x15")

    def end(self) -> int:
        """Read to the end; gives the exit status."""
        while self._read():
            pass
        os.close(self._screen)
        return self._process.wait(timeout=PATIENCE_SECONDS)

    def _read(self) -> bool:
        if not select.select([self._screen], [], [], 1)[0]:
            return True
        try:
            more = os.read(self._screen, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += more.decode(errors="replace")
        return bool(more)
