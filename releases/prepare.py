"""The next release: refused with a line for each reason, or committed and tagged on this machine."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from releases.changelog import MIGRATION, UNRELEASED, released, sections
from releases.interfaces import broken
from releases.table import TABLE, Refusal, Release, commit_of, git, releases, tag

CHANGELOG = "CHANGELOG.md"


def prepare(repository: Path, version: str) -> Release:
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise Refusal(f"VERSION={version} is no version like 1.2.3.")
    changelog = (repository / CHANGELOG).read_text(encoding="utf-8")
    changes = sections(changelog).get(UNRELEASED.removeprefix("## "), "")
    release = Release(version, dt.datetime.now(tz=dt.UTC).date(), _note(changes))
    if reasons := list(_against(repository, release, changes)):
        raise Refusal("\n".join(reasons))
    (repository / CHANGELOG).write_text(released(changelog, version, release.date), encoding="utf-8")
    row = {"version": version, "date": release.date, "note": release.note}
    with (repository / TABLE).open("a", encoding="utf-8") as table:
        yaml.safe_dump([row], table, sort_keys=False, allow_unicode=True, width=1000)
    git(repository, "add", CHANGELOG, str(TABLE))
    git(repository, "commit", "--quiet", "--message", f"Release {version}: {release.note}")
    tag(release, repository)
    return release


def _against(repository: Path, release: Release, changes: str) -> Iterator[str]:
    last = releases(repository)[-1]
    if git(repository, "status", "--porcelain"):
        yield "There are changes that are not committed."
    if release.numbers <= last.numbers:
        yield f"{release.version} is not newer than {last.version}, the last release."
    if not changes:
        yield f"{CHANGELOG} says nothing below {UNRELEASED}."
    breaks = broken(repository, commit_of(last, repository))
    if breaks and not _may_break(last, release):
        yield from breaks
        yield f"That needs version {_next_that_may_break(last)} or higher."
    if breaks and MIGRATION not in changes:
        yield f"{CHANGELOG} does not say below {MIGRATION} what projects do about: {' '.join(breaks)}"


def _may_break(last: Release, release: Release) -> bool:
    """A major release may; before 1.0.0, a minor one."""
    significant = 1 if last.numbers[0] else 2
    return release.numbers[:significant] > last.numbers[:significant]


def _next_that_may_break(last: Release) -> str:
    major, minor, _ = last.numbers
    return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"


def _note(changes: str) -> str:
    """The first sentence of what is unreleased."""
    first = re.split(r"\n\s*\n|\n- ", changes.removeprefix("- "))[0]
    return re.split(r"(?<=\w)[.:;](?:\s|$)", " ".join(first.split()))[0]
