"""Data that must not change by accident: one YAML file each in tests/snapshots/, written anew by `make snapshots`."""

import os
import textwrap
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "snapshots"


def check(name: str, data: Any, meaning: str) -> None:
    """Compare with the snapshot; `meaning` tells what a difference does to people."""
    path = FOLDER / f"{name}.yml"
    comment = textwrap.fill(meaning, width=118, initial_indent="# ", subsequent_indent="# ")
    text = f"{comment}\n" + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)
    if os.environ.get("WRITE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{meaning} If that is meant, run `make snapshots`."
