"""The table of releases, and the commits that it means."""

import datetime as dt
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
TABLE = Path("releases", "releases.yml")


class Refusal(Exception):  # noqa: N818 -- it is no error of the program
    """Why something is not done, in lines for a person."""


@dataclass(frozen=True)
class Release:
    version: str
    date: dt.date
    note: str
    commit: str | None = None

    @property
    def tag(self) -> str:
        return f"v{self.version}"

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(map(int, self.version.split(".")))


def git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=repository, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout


def releases(repository: Path = ROOT) -> list[Release]:
    return [Release(**row) for row in yaml.safe_load((repository / TABLE).read_text(encoding="utf-8"))]


def commit_of(release: Release, repository: Path = ROOT) -> str:
    commit = release.commit or _commit_that_added(release, repository)
    try:
        return git(repository, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").strip()
    except Refusal:
        raise Refusal(
            f"The commit of {release.version} is not in this clone: git fetch --unshallow brings the history."
        ) from None


def _commit_that_added(release: Release, repository: Path) -> str:
    row = f"version: {release.version}\n"
    commits = git(repository, "log", "--reverse", "--format=%H", "-S", row, "--", TABLE.as_posix()).split()
    return commits[0] if commits else "none"


def tag(release: Release, repository: Path = ROOT) -> bool:
    """Give a release its tag, on this machine only; says whether it had none."""
    commit = commit_of(release, repository)
    if git(repository, "tag", "--list", release.tag):
        tagged = git(repository, "rev-parse", f"{release.tag}^{{commit}}").strip()
        if tagged != commit:
            raise Refusal(f"{release.tag} is {tagged[:7]} here, and {commit[:7]} in the table of releases.")
        return False
    git(repository, "tag", "--annotate", "--message", release.note, release.tag, commit)
    return True
