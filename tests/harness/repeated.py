"""A program that stays, so that what it has loaded does."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self


class Repeated:
    """It answers each line with one of JSON, and ends with its input. In Python it can import this package."""

    def __init__(self, folder: Path, *command: str | Path, env: Mapping[str, str]) -> None:
        self._program = subprocess.Popen(
            command,
            cwd=folder,
            env={**env, "PYTHONPATH": str(Path(__file__).parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self._program.communicate()

    def answer(self, line: str) -> Any:
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(f"{line}\n")
        self._program.stdin.flush()
        answer = self._program.stdout.readline()
        assert answer, "the program has ended"
        return json.loads(answer)
