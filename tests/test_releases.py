"""The table of releases is true, and the next release is made only when it keeps what is promised."""

import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import cdk, cloudformation
from harness.answers import EVERYTHING
from harness.engine import Engine
from harness.released import RELEASES, answers_of, needs_history, source_of
from harness.render import Renderer
from harness.source import ENVIRONMENT, ROOT, clone_repository, git
from harness.stable import SERVICES

from releases.changelog import heading, sections
from releases.interfaces import broken
from releases.table import TABLE, Release, commit_of

pytestmark = needs_history
PAIRS = list(itertools.pairwise(RELEASES))
CHANGELOG = "CHANGELOG.md"
LAST, PATCH, NEXT = "0.99.0", "0.99.1", "0.100.0"
IDS = "tests/snapshots/logical_ids.yml"


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.tag)
def test_a_release_is_in_the_history_and_in_the_changelog(release: Release) -> None:
    assert git(ROOT, "merge-base", "--is-ancestor", commit_of(release), "HEAD") == ""
    assert sections((ROOT / CHANGELOG).read_text(encoding="utf-8"))[heading(release.version, release.date)]


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda release: release.tag)
def test_releases_follow_each_other_without_a_break(old: Release, new: Release) -> None:
    assert old.numbers < new.numbers
    assert old.date <= new.date
    assert broken(ROOT, commit_of(old), commit_of(new)) == []


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Engine]:
    """A renderer for each release."""
    return {each.tag: Engine(source_of(each, tmp_path_factory.mktemp(each.tag) / "source")) for each in RELEASES}


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.tag)
@pytest.mark.parametrize("service", SERVICES)
def test_no_resource_of_a_release_has_another_logical_id_now(
    service: str, release: Release, engines: dict[str, Engine], render: Renderer, tmp_path: Path
) -> None:
    engine, answers = engines[release.tag], SERVICES[service]
    if not answers.keys() <= engine.questions.keys():
        pytest.skip(f"{release.tag} does not know these answers")
    project = tmp_path / "my-service"
    engine.render(project, answers)
    before, after = (
        cloudformation.load(each / "template.yaml")["Resources"] for each in (project, render(**answers_of(project)))
    )
    assert types(before).items() <= types(after).items()


def types(resources: dict[str, Any]) -> dict[str, str]:
    return {name: each["Type"] for name, each in resources.items()}


@pytest.mark.slow
def test_nor_has_one_that_the_cdk_describes(engines: dict[str, Engine], render: Renderer, tmp_path: Path) -> None:
    oldest = next(engine for engine in engines.values() if "cdk" in engine.questions["iac"]["choices"].values())
    project = tmp_path / "my-service"
    oldest.render(project, {**EVERYTHING, "iac": "cdk"})
    before, after = (
        cdk.deployments(each)["prod"].template["Resources"] for each in (project, render(**answers_of(project)))
    )
    assert types(before).items() <= types(after).items()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone that could be released; not to be changed."""
    clone = clone_repository(tmp_path_factory.mktemp("ready") / "clone")
    changelog = clone / CHANGELOG
    text = changelog.read_text(encoding="utf-8")
    changes = sections(text)["Unreleased"]
    text = text.replace(changes, "") if changes else text
    changelog.write_text(text.replace("## Unreleased\n", "## Unreleased\n\nBetter: it's new.\n", 1), encoding="utf-8")
    with (clone / TABLE).open("a", encoding="utf-8") as table:
        table.write(f"- version: {LAST}\n  date: 2026-11-26\n  note: What the working tree has\n")
    commit(clone)
    return clone


@pytest.fixture
def clone(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "clone"))


def commit(clone: Path) -> None:
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "work")


def change(path: Path, edit: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    assert edit(before) != before
    path.write_text(edit(before), encoding="utf-8")


def run(clone: Path, *arguments: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "releases", *arguments],
        cwd=clone,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_the_history_gets_its_tags_once(clone: Path) -> None:
    git(clone, "tag", "--force", RELEASES[0].tag, commit_of(RELEASES[0]))
    others = ", ".join(release.tag for release in RELEASES[1:])
    assert run(clone, "tags") == (0, [f"New on this machine: {others}, v{LAST}."])
    assert run(clone, "tags") == (0, ["Every release has its tag."])
    for release in RELEASES:
        assert git(clone, "rev-parse", f"{release.tag}^{{commit}}").strip() == commit_of(release)


def test_a_tag_that_is_elsewhere_is_not_moved(clone: Path) -> None:
    git(clone, "tag", RELEASES[-1].tag)
    status, lines = run(clone, "tags")
    assert (status, len(lines)) == (1, 1)
    assert f"and {commit_of(RELEASES[-1])[:7]} in the table of releases" in lines[0]


@pytest.mark.parametrize("version", [NEXT, PATCH, "1.0.0"])
def test_a_release_is_committed_and_tagged(version: str, clone: Path) -> None:
    status, lines = run(clone, "release", version)
    assert (status, len(lines)) == (0, 1), lines
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "rev-parse", f"v{version}^{{commit}}") == git(clone, "rev-parse", "HEAD")
    row = yaml.safe_load((clone / TABLE).read_text(encoding="utf-8"))[-1]
    assert (row["version"], row["note"], "commit" in row) == (version, "Better", False)
    after = sections((clone / CHANGELOG).read_text(encoding="utf-8"))
    assert (after["Unreleased"], after[heading(version, row["date"])]) == ("", "Better: it's new.")
    commit(clone)
    assert run(clone, "tags")[0] == 0
    assert git(clone, "rev-parse", f"v{version}^{{commit}}") == git(clone, "rev-parse", "HEAD^")


BREAKS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a question": ("copier.yml", lambda text: text.replace("\nowner:", "\nteam:"), "The question owner is gone."),
    "a type": (
        "copier.yml",
        lambda text: text.replace("\nsupply_chain:\n  type: bool", "\nsupply_chain:\n  type: str"),
        "The question supply_chain was of type bool, and is of type str.",
    ),
    "a value": ("copier.yml", lambda text: text.replace(": python3.12", ": python3.11"), "runtime can't be python3.12"),
    "an owner": ("copier.yml", lambda text: text.replace("  - src/*/logic/*.py\n", ""), "src/*/logic/*.py was the tea"),
    "a logical id": (IDS, lambda text: text.replace("  ItemsTable:", "  Items:"), "ItemsTable is gone from the def"),
    "a kind": (
        IDS,
        lambda text: text.replace("ItemsTable: AWS::DynamoDB::Table", "ItemsTable: AWS::S3::Bucket"),
        "ItemsTable in the default service was of type AWS::DynamoDB::Table, and is of type AWS::S3::Bucket.",
    ),
}


@pytest.mark.parametrize("what", BREAKS)
def test_what_breaks_projects_needs_a_version_that_says_so_and_notes(what: str, clone: Path) -> None:
    name, edit, line = BREAKS[what]
    change(clone / name, edit)
    commit(clone)
    head = git(clone, "rev-parse", "HEAD")
    status, lines = run(clone, "release", PATCH)
    assert status == 1
    assert lines[0].startswith(line)
    assert f"That needs version {NEXT} or higher." in lines
    status, lines = run(clone, "release", NEXT)
    assert (status, len(lines)) == (1, 1)
    assert "does not say below ### Migration what projects do about" in lines[0]
    assert git(clone, "rev-parse", "HEAD") == head
    change(clone / CHANGELOG, lambda text: text.replace("new.\n", "new.\n\n### Migration\n\nRead this.\n", 1))
    commit(clone)
    assert run(clone, "release", NEXT)[0] == 0


def test_after_1_0_only_a_major_release_may_break(clone: Path) -> None:
    assert run(clone, "release", "1.0.0")[0] == 0
    name, edit, _ = BREAKS["a question"]
    change(clone / name, edit)
    change(
        clone / CHANGELOG, lambda text: text.replace("released\n", "released\n\nNew.\n\n### Migration\n\nRead.\n", 1)
    )
    commit(clone)
    assert run(clone, "release", "1.1.0") == (1, ["The question owner is gone.", "That needs version 2.0.0 or higher."])
    assert run(clone, "release", "2.0.0")[0] == 0


@pytest.mark.parametrize(
    ("version", "line"),
    [
        (LAST, f"{LAST} is not newer than {LAST}, the last release."),
        ("0.98.9", f"0.98.9 is not newer than {LAST}, the last release."),
        ("1.0", "VERSION=1.0 is no version like 1.2.3."),
        ("v1.0.0", "VERSION=v1.0.0 is no version like 1.2.3."),
        ("", "VERSION= is no version like 1.2.3."),
    ],
)
def test_a_version_that_is_none_or_old_is_refused(version: str, line: str, ready: Path) -> None:
    assert run(ready, "release", version) == (1, [line])


def test_what_is_not_committed_or_not_said_is_not_released(clone: Path) -> None:
    change(clone / CHANGELOG, lambda text: text.replace("Better: it's new.\n", ""))
    lines = ["There are changes that are not committed.", "CHANGELOG.md says nothing below ## Unreleased."]
    assert run(clone, "release", NEXT) == (1, lines)
