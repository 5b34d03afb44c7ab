"""The events of events/<function>/<case>.json, as tests use and change them."""

import json
from pathlib import Path
from typing import Any

EVENTS = Path(__file__).parent.parent / "events"


def load(case: str) -> dict[str, Any]:
    """The event of a case like get-item/happy."""
    event: dict[str, Any] = json.loads((EVENTS / f"{case}.json").read_text(encoding="utf-8"))
    return event


def cases(function: str) -> set[str]:
    """The names of a function's events."""
    return {path.stem for path in (EVENTS / function).glob("*.json")}


def body(answer: dict[str, Any]) -> dict[str, Any]:
    """The JSON in a handler's answer."""
    content: dict[str, Any] = json.loads(answer["body"])
    return content
