"""Updates to the next release and to other answers, as a bot runs them: without a terminal and without trust."""

import shutil
from pathlib import Path

import pytest
from harness import cdk, sam
from harness.answers import EVERYTHING
from harness.cli import copier_cli, last_line
from harness.description.deployment import Deployment
from harness.edits import begin, commit, content
from harness.here import copier_here
from harness.render import Renderer
from harness.source import two_releases

ANSWERS = ".copier-answers.yml"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_releases(tmp_path_factory.mktemp("releases") / "template")


def copy(releases: Path, destination: Path, *arguments: str) -> Path:
    copier_here("copy", "--defaults", "--quiet", *arguments, releases, destination, cwd=destination.parent)
    begin(destination)
    return destination


def update(project: Path, *arguments: str) -> None:
    copier_here("update", "--defaults", "--quiet", *arguments, cwd=project)


@pytest.fixture(scope="module")
def first_release(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the older release; not to be changed."""
    return copy(releases, tmp_path_factory.mktemp("first") / "my-service", "--vcs-ref", "v999.0.0")


@pytest.fixture
def old(first_release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_release, tmp_path / "my-service"))


def test_an_untouched_project_becomes_what_a_new_one_is(old: Path, releases: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    new = copy(releases, tmp_path / "new" / "my-service", "--vcs-ref", "v999.1.0")
    update(old)
    assert content(old) == content(new)


def test_a_second_update_changes_nothing(old: Path) -> None:
    update(old)
    before = content(old)
    commit(old)
    update(old)
    assert content(old) == before


def test_edits_survive(old: Path) -> None:
    edits = {
        "src/my_service/logic/items.py": "\n\ndef rename() -> None: ...\n",
        "src/my_service/models/items.py": "\n\nLARGEST = 10\n",
        "Makefile": "\nhello:\n\t@echo hello\n",
        "events/get-item/happy.json": "\n",
    }
    for name, more in edits.items():
        path = old / name
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    commit(old)
    update(old)
    assert "New in this release." in (old / "README.md").read_text(encoding="utf-8")
    for name, more in edits.items():
        assert (old / name).read_text(encoding="utf-8").endswith(more), name


def test_the_teams_files_are_never_touched(old: Path) -> None:
    logic = old / "src/my_service/logic/items.py"
    logic.write_text("# All written anew.\n", encoding="utf-8")
    commit(old)
    update(old, "--data", "log_retention_days=90")
    assert logic.read_text(encoding="utf-8") == "# All written anew.\n"
    assert '"LogRetentionDays=90"' in (old / "samconfig.toml").read_text(encoding="utf-8")


def test_a_resource_is_added_without_changing_the_release(old: Path, releases: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    new = copy(releases, tmp_path / "new" / "my-service", "--vcs-ref", "v999.0.0", "--data", "resources=items, orders")
    update(old, "--vcs-ref", ":current:", "--data", "resources=items, orders")
    assert content(old) == content(new)
    assert (old / "src/my_service/handlers/create_order.py").is_file()


def test_a_resource_is_removed_with_its_files(releases: Path, tmp_path: Path) -> None:
    both = copy(releases, tmp_path / "my-service", "--vcs-ref", "v999.0.0", "--data", "resources=items, orders")
    update(both, "--vcs-ref", ":current:", "--data", "resources=items")
    assert not [name for name in content(both) if "order" in name]
    assert (both / "src/my_service/handlers/create_item.py").is_file()


def test_answers_that_were_not_asked_are_kept(releases: Path, tmp_path: Path) -> None:
    project = copy(releases, tmp_path / "my-service", "--vcs-ref", "v999.0.0", "--data", "environments=test, live")
    update(project)
    assert "environments: test, live" in (project / ANSWERS).read_text(encoding="utf-8")


def test_a_refused_answer_changes_nothing(old: Path) -> None:
    before = content(old)
    done = copier_cli("update", "--defaults", "--quiet", "--data", "resources=Items", cwd=old)
    assert done.returncode != 0
    assert content(old) == before


def test_a_queue_that_a_link_needs_cannot_be_taken_out(releases: Path, tmp_path: Path) -> None:
    # Copier drops a stored answer that its question refuses, in silence: this link would be lost.
    answers = ("--data", "queues=emails, audit", "--data", "links=create-item>emails", "--vcs-ref", "v999.0.0")
    project = copy(releases, tmp_path / "my-service", *answers)
    before = content(project)
    done = copier_cli("update", "--defaults", "--quiet", "--data", "queues=audit", cwd=project)
    assert done.returncode != 0
    assert "links names 'emails', which is no queue, topic or resource" in last_line(done)
    assert content(project) == before


@pytest.mark.parametrize("runtime", ["python3.13", pytest.param("nodejs24.x", marks=pytest.mark.slow)])
def test_triggers_come_and_go(runtime: str, releases: Path, tmp_path: Path) -> None:
    language = ("--data", f"runtime={runtime}")
    project = copy(releases, tmp_path / "my-service", *language)
    before = content(project)
    (tmp_path / "fresh").mkdir()
    everything = [part for name, answer in EVERYTHING.items() for part in ("--data", f"{name}={answer}")]
    update(project, *everything)
    assert content(project) == content(copy(releases, tmp_path / "fresh" / "my-service", *language, *everything))
    commit(project)
    update(project, "--data", "resources=items", *(f"--data={name}=" for name in EVERYTHING if name != "resources"))
    assert content(project) == before


@pytest.mark.parametrize("answer", ["runtime=nodejs24.x", "iac=cdk"])
def test_another_language_or_tool_is_another_project_of_the_same_service(
    answer: str, releases: Path, tmp_path: Path
) -> None:
    project = copy(releases, tmp_path / "my-service")
    update(project, "--data", answer)
    (tmp_path / "fresh").mkdir()
    fresh = copy(releases, tmp_path / "fresh" / "my-service", "--data", answer)
    assert content(project) == content(fresh)


def test_a_conflict_is_shown(old: Path) -> None:
    readme = old / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8") + "\nOur own last line.\n", encoding="utf-8")
    commit(old)
    update(old)
    text = readme.read_text(encoding="utf-8")
    assert "Our own last line." in text
    assert "New in this release." in text
    assert "<<<<<<<" in text


def test_what_goes_with_an_answer_is_said_before_it_goes(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copier_here("update", "--defaults", "--data", "resources=orders", cwd=old)
    before, version, _ = capsys.readouterr().err.partition("Updating to template version")
    assert version
    assert "a resource less       its table leaves the stack; it stays in the account where the env" in before


def test_a_bot_that_changes_no_answer_is_not_told_of_any(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copier_here("update", "--defaults", cwd=old)
    said = capsys.readouterr().err
    assert "Updating to template version" in said
    assert "a resource less" not in said


def test_what_is_said_of_tables_is_so_with_sam(render: Renderer) -> None:
    for name, stays in protected_tables(sam.deployments(render())).items():
        assert stays == (name == "prod"), name


@pytest.mark.slow
def test_and_with_the_cdk(render: Renderer) -> None:
    for name, stays in protected_tables(cdk.deployments(render(iac="cdk"))).items():
        assert stays == (name == "prod"), name


def protected_tables(deployments: dict[str, Deployment]) -> dict[str, bool]:
    """By environment: whether a table that leaves the stack stays in the account, as it is kept or can't be deleted."""
    tables = {name: each.settled("Resources")["ItemsTable"] for name, each in deployments.items()}
    return {
        name: table.get("DeletionPolicy", "Delete").startswith("Retain")
        or table["Properties"].get("DeletionProtectionEnabled") is True
        for name, table in tables.items()
    }
