"""CHANGELOG.md: its sections, and how what is unreleased becomes one."""

import datetime as dt
import re

UNRELEASED = "## Unreleased"
MIGRATION = "### Migration"


def sections(text: str) -> dict[str, str]:
    """What stands below each heading, by the heading: Unreleased, 0.2.0 (2026-11-24)."""
    _, *parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return {title: body.strip() for title, body in zip(parts[::2], parts[1::2], strict=True)}


def heading(version: str, date: dt.date) -> str:
    return f"{version} ({date})"


def released(text: str, version: str, date: dt.date) -> str:
    """The text with what was unreleased below a heading of its version."""
    return text.replace(f"{UNRELEASED}\n", f"{UNRELEASED}\n\n## {heading(version, date)}\n", 1)
