"""Breaks in a rendered project's files, which its own tests must notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def broken(path: Path, old: str | None, new: str | None) -> Iterator[None]:
    """The file with another text for a while, or no file where there is none to replace."""
    text = path.read_text(encoding="utf-8")
    if old is None or new is None:
        path.unlink()
    else:
        assert old in text, f"{path.name} has changed: write the break anew"
        path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")
