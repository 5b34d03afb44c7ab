"""The releases of this repository, as what Copier renders."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.source import ENVIRONMENT, NEW_TAG, ROOT, SOURCES, clone_repository, git, release
from releases.table import Release, commit_of, releases, tag

RELEASES = releases()
ANSWERS = ".copier-answers.yml"
needs_history = pytest.mark.skipif(
    git(ROOT, "rev-parse", "--is-shallow-repository").strip() == "true",
    reason="a shallow clone has no releases: git fetch --unshallow",
)


def source_of(released: Release, destination: Path) -> Path:
    """The template of a release as a plain folder."""
    commit = commit_of(released)
    command = ["git", "archive", commit, *git(ROOT, "ls-tree", "--name-only", commit, *SOURCES).split()]
    packed = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=True).stdout
    destination.mkdir(parents=True)
    # Not Python's tarfile: the oldest of Python 3.11 extract without a filter alone.
    subprocess.run(["tar", "--extract", "--directory", destination], input=packed, check=True)
    return destination


def history(destination: Path) -> Path:
    """A clone of this repository with a tag for each release, and the working tree as the newest, NEW_TAG."""
    repository = clone_repository(destination)
    for each in RELEASES:
        tag(each, repository)
    release(repository, NEW_TAG)
    return repository


def answers_of(project: Path) -> dict[str, Any]:
    recorded = yaml.safe_load((project / ANSWERS).read_text(encoding="utf-8"))
    return {name: value for name, value in recorded.items() if not name.startswith("_")}
