"""What projects depend on, and what of it a release breaks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from releases.table import git

Settings = dict[str, Any]
LogicalIds = dict[str, dict[str, str]]


def broken(repository: Path, old: str, new: str = "HEAD") -> list[str]:
    """A line for each name, value, logical id or owner of files that one commit has and another has not."""
    before, after = (_load(repository, commit, "copier.yml") for commit in (old, new))
    ids = (_load(repository, commit, "tests/snapshots/logical_ids.yml") for commit in (old, new))
    return [*_questions(before, after), *_owners(before, after), *_logical_ids(*ids)]


def _load(repository: Path, commit: str, name: str) -> Settings:
    loaded: Settings = yaml.safe_load(git(repository, "show", f"{commit}:{name}"))
    return loaded


def _asked(settings: Settings) -> Settings:
    return {
        name: question
        for name, question in settings.items()
        if not name.startswith("_") and question.get("when") is not False
    }


def _questions(before: Settings, after: Settings) -> Iterator[str]:
    new = _asked(after)
    old = _asked(before)
    yield from (f"The question {name} is gone." for name in old if name not in new)
    for name in (name for name in old if name in new):
        question = old[name]
        if question["type"] != new[name]["type"]:
            yield f"The question {name} was of type {question['type']}, and is of type {new[name]['type']}."
        if "choices" in question:
            left = new[name].get("choices", {}).values()
            gone = (value for value in question["choices"].values() if value not in left)
            yield from (f"{name} can't be {value} any more." for value in gone)


def _owners(before: Settings, after: Settings) -> Iterator[str]:
    left = after.get("_skip_if_exists", [])
    yield from (f"{files} was the team's." for files in before.get("_skip_if_exists", []) if files not in left)


def _logical_ids(before: LogicalIds, after: LogicalIds) -> Iterator[str]:
    for service, ids in before.items():
        new = after.get(service)
        if new is None:
            yield f"The logical ids of {service} are not compared any more."
            continue
        for name, kind in ids.items():
            if name not in new:
                yield f"{name} is gone from {service}."
            elif new[name] != kind:
                yield f"{name} in {service} was of type {kind}, and is of type {new[name]}."
