"""Updates from every release of the history to the working tree, as a bot runs them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from unittest import mock

import pytest
from copier._main import Worker
from harness.cli import copier_cli, data
from harness.edits import SEAM, SEAMS, begin, commit, conflicts, content, edit, losses
from harness.here import copier_here
from harness.installed import with_node
from harness.released import RELEASES, history, needs_history
from harness.render import Renderer
from harness.source import git
from harness.verbs import make
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.table import Release

pytestmark = needs_history
OLDEST = RELEASES[0]
QUEUES_SINCE = (0, 2, 0)
UPDATE = ("update", "--defaults", "--quiet")


def first_answers(release: Release) -> dict[str, Any]:
    queues = {"queues": "emails, audit"} if release.numbers >= QUEUES_SINCE else {}
    return {"resources": "items, orders", **queues}


def changes(release: Release) -> dict[str, dict[str, Any]]:
    queues = first_answers(release).get("queues", "")
    return {
        "the same answers": {},
        "a queue more": {"queues": f"{queues}, letters".removeprefix(", ")},
        "a queue and a resource less": {"queues": "emails" if queues else "", "resources": "items"},
        "another kind of API": {"api": "rest"},
        "another tool": {"iac": "cdk"},
        "a newer runtime": {"runtime": "python3.14"},
    }


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return history(tmp_path_factory.mktemp("history") / "template")


class Made(Protocol):
    def __call__(self, release: Release, *, edited: bool) -> Path: ...


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The project of a release, untouched or edited; not to be changed."""
    kept: dict[tuple[str, bool], Path] = {}

    def project(release: Release, *, edited: bool) -> Path:
        if (release.tag, edited) not in kept:
            folder = tmp_path_factory.mktemp(release.tag) / "my-service"
            if edited:
                shutil.copytree(project(release, edited=False), folder)
                edit(folder)
            else:
                copy(template, folder, release, first_answers(release))
            kept[release.tag, edited] = folder
        return kept[release.tag, edited]

    return project


def copy(template: Path, project: Path, release: Release, answers: dict[str, Any]) -> None:
    arguments = ("--defaults", "--quiet", "--vcs-ref", release.tag, *data(answers))
    copier_here("copy", *arguments, template, project, cwd=project.parent)
    begin(project)


@pytest.mark.slow
def test_an_edited_project_of_the_oldest_release_keeps_its_edits(made: Made, render: Renderer, tmp_path: Path) -> None:
    project = Path(shutil.copytree(made(OLDEST, edited=True), tmp_path / "my-service"))
    before = content(project)
    done = copier_cli(*UPDATE, cwd=project)
    assert done.returncode == 0, done.stderr
    assert losses(project, before, render(**first_answers(OLDEST))) == []
    here = Path(shutil.copytree(made(OLDEST, edited=True), tmp_path / "here" / "my-service"))
    copier_here(*UPDATE, cwd=here)
    assert content(here) == content(project)


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.tag)
@pytest.mark.parametrize("change", changes(OLDEST))
def test_edits_survive_and_all_else_is_new(
    change: str, release: Release, made: Made, render: Renderer, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(made(release, edited=True), tmp_path / "my-service"))
    before = content(project)
    answers = changes(release)[change]
    copier_here(*UPDATE, *data(answers), cwd=project)
    assert losses(project, before, render(**{**first_answers(release), **answers})) == []
    if change in ("the same answers", "a queue more"):
        commit(project)
        after = content(project)
        copier_here(*UPDATE, cwd=project)
        assert content(project) == after


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.tag)
def test_an_untouched_project_becomes_what_a_new_one_is(
    release: Release, made: Made, template: Path, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(made(release, edited=False), tmp_path / "my-service"))
    copier_here(*UPDATE, cwd=project)
    new = tmp_path / "new" / "my-service"
    answers = data(first_answers(release))
    copier_here("copy", "--defaults", "--quiet", *answers, template, new, cwd=tmp_path)
    assert content(project) == content(new)


@pytest.mark.slow
@pytest.mark.parametrize("answers", [{}, {"iac": "cdk", "runtime": "nodejs24.x"}], ids=str)
def test_a_project_passes_its_own_verbs_after_an_update(
    answers: dict[str, str], template: Path, tmp_path: Path
) -> None:
    """From the oldest release that knows the answers."""
    project = tmp_path / "my-service"
    copy(template, project, RELEASES[2] if answers else OLDEST, answers)
    copier_here(*UPDATE, cwd=project)
    make(project, "setup", "lint", "test", env=with_node())


class Stop(BaseException):
    """What Ctrl-C or a machine that goes down does."""


@pytest.mark.parametrize(("stopped_at", "touched"), [(5, 0), (120, 1)])
def test_an_update_that_is_stopped_commits_nothing_and_git_takes_it_back(
    stopped_at: int, touched: int, made: Made, tmp_path: Path
) -> None:
    """Copier works in the project itself once it has made the old one again: until then it touches nothing."""
    project = Path(shutil.copytree(made(OLDEST, edited=True), tmp_path / "my-service"))
    before, head = content(project), git(project, "rev-parse", "HEAD")
    render_file = Worker._render_file  # noqa: SLF001
    calls = 0

    def stop(*arguments: Any, **settings: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == stopped_at:
            raise Stop
        render_file(*arguments, **settings)

    with mock.patch.object(Worker, "_render_file", stop), pytest.raises(Stop):
        copier_here(*UPDATE, cwd=project)
    assert (content(project) != before) == touched
    git(project, "reset", "--quiet", "--hard")
    git(project, "clean", "--quiet", "--force", "-d")
    assert (content(project), git(project, "rev-parse", "HEAD")) == (before, head)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(list(SEAMS)),
        st.lists(st.text("abc é漢{}#:=\"'<>", max_size=30), min_size=1, max_size=4),
    ),
    min_size=3,
    max_size=6,
    unique_by=lambda edit: edit[0],
)


@pytest.mark.slow
def test_random_lines_at_seams_are_never_lost_and_hardly_ever_conflict(
    made: Made, tmp_path_factory: pytest.TempPathFactory, record_property: Callable[[str, object], None]
) -> None:
    tried, lost, conflicting = 0, [], 0

    @settings(max_examples=8, derandomize=True, database=None, deadline=None)
    @given(st.sampled_from(RELEASES), EDITS)
    def update(release: Release, edits: list[tuple[str, list[str]]]) -> None:
        nonlocal tried, conflicting
        project = tmp_path_factory.mktemp("seams") / "my-service"
        shutil.copytree(made(release, edited=False), project)
        for name, lines in edits:
            path = project / name
            text = path.read_text(encoding="utf-8")
            added = "\n".join(["", *own(lines)]).replace("\\", r"\\")
            path.write_text(SEAM.sub(rf"\g<0>{added}", text), encoding="utf-8")
        commit(project)
        copier_here(*UPDATE, cwd=project)
        unmerged = conflicts(project)
        for name, lines in edits:
            text = (project / name).read_text(encoding="utf-8")
            seams = len(SEAM.findall(text))
            tried += seams
            conflicting += seams * (name in unmerged)
            found = text.count("\n".join(own(lines)))
            lost.extend([f"{release.tag} {name}: {lines}"] * (found < seams))

    update()
    figure = (
        f"{tried} on projects of {len(RELEASES)} releases: {len(lost)} lost, {conflicting} in conflict (at most 5 %)"
    )
    record_property("random edits at seams", figure)
    assert lost == []
    assert conflicting <= tried / 20


def own(lines: list[str]) -> list[str]:
    """The lines as a team's: none of them is empty, or one of Git's."""
    return [f"# ours {line}".rstrip() for line in lines]
