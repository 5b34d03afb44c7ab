"""What organisations do with the template, done: bots, defaults of their own, forks, a second template, adoption."""

import shutil
from pathlib import Path

import pytest
import yaml
from harness.cli import copier_cli, data
from harness.edits import begin, commit, conflicts, content
from harness.here import copier_here
from harness.released import ANSWERS, RELEASES, answers_of, history, needs_history
from harness.render import Renderer
from harness.source import NEW_TAG, git, release

pytestmark = needs_history
LAST = RELEASES[-1]
FORKED = RELEASES[2]
FORKS_TAG = "v1000.0.0"
COPY = ("copy", "--defaults", "--quiet")
UPDATE = ("update", "--defaults", "--quiet")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return history(tmp_path_factory.mktemp("history") / "template")


@pytest.fixture(scope="module")
def of_the_last_release(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("last") / "my-service"
    copier_here(*COPY, "--vcs-ref", LAST.tag, template, project, cwd=project.parent)
    begin(project)
    return project


@pytest.fixture
def project(of_the_last_release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(of_the_last_release, tmp_path / "my-service"))


def test_a_bot_sees_a_new_release_and_takes_it(project: Path, render: Renderer) -> None:
    assert copier_cli("check-update", "--quiet", cwd=project).returncode == 2
    # Renovate reads where the template is and which tag the project is of, and runs just this.
    recorded = yaml.safe_load((project / ANSWERS).read_text(encoding="utf-8"))
    assert NEW_TAG in git(project, "ls-remote", "--tags", recorded["_src_path"])
    assert recorded["_commit"] == LAST.tag
    renovate = ("update", "--skip-answered", "--defaults", "--answers-file", ANSWERS, "--vcs-ref", NEW_TAG)
    done = copier_cli(*renovate, cwd=project)
    assert done.returncode == 0, done.stderr
    assert ANSWERS in git(project, "diff", "--name-only").split()
    assert conflicts(project) == set()
    new, now = content(render()), content(project)
    del new[ANSWERS], now[ANSWERS]
    assert now == new
    assert copier_cli("check-update", "--quiet", cwd=project).returncode == 0


def test_answers_from_a_file_are_kept_without_it(template: Path, tmp_path: Path) -> None:
    ours = {"region": "eu-central-1", "ci": "gitlab", "owner": "team-orders", "environments": "dev, prod"}
    defaults = tmp_path / "our-defaults.yml"
    defaults.write_text(yaml.safe_dump(ours), encoding="utf-8")
    project = tmp_path / "my-service"
    copier_here(*COPY, "--vcs-ref", LAST.tag, "--data-file", defaults, template, project, cwd=tmp_path)
    begin(project)
    defaults.unlink()
    copier_here(*UPDATE, "--data", "owner=team-carts", cwd=project)
    assert answers_of(project).items() >= {**ours, "owner": "team-carts"}.items()


@pytest.fixture(scope="module")
def fork(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fork of an older release with a file, a layer and a version of its own, after it has merged the newest."""
    folder = tmp_path_factory.mktemp("fork") / "template"
    git(folder.parent, "clone", "--quiet", str(template), str(folder))
    git(folder, "checkout", "--quiet", "-B", "ours", FORKED.tag)
    settings = folder / "copier.yml"
    layer = "with_policy:\n  type: str\n  when: false\n  default: \"{{ '.' if owner else '' }}\"\n\n"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("layers:\n  type: yaml\n", f"{layer}layers:\n  type: yaml\n"), encoding="utf-8")
    (folder / "template" / "OURS.md.jinja").write_text("# {{ service_name }} at Acme\n", encoding="utf-8")
    (folder / "template" / "{{ with_policy }}").mkdir()
    (folder / "template" / "{{ with_policy }}" / "policy.md.jinja").write_text("{{ owner }}\n", encoding="utf-8")
    commit(folder)
    git(folder, "merge", "--quiet", "--message", "upstream", NEW_TAG)
    release(folder, FORKS_TAG)
    return folder


def test_a_fork_with_a_layer_of_its_own_merges_upstream(fork: Path, render: Renderer, tmp_path: Path) -> None:
    project = tmp_path / "my-service"
    copier_here(*COPY, "--data", "owner=team-a", fork, project, cwd=tmp_path)
    own = {"OURS.md": b"# my-service at Acme\n", "policy.md": b"team-a\n"}
    new, made = content(render(owner="team-a")), content(project)
    del new[ANSWERS], made[ANSWERS]
    assert made == {**new, **own}


def test_a_service_moves_to_a_fork(fork: Path, project: Path) -> None:
    answers = project / ANSWERS
    recorded = yaml.safe_load(answers.read_text(encoding="utf-8"))
    text = answers.read_text(encoding="utf-8")
    answers.write_text(text.replace(recorded["_src_path"], str(fork)), encoding="utf-8")
    commit(project)
    copier_here(*UPDATE, cwd=project)
    assert (project / "OURS.md").read_text(encoding="utf-8") == "# my-service at Acme\n"
    assert not (project / "policy.md").exists()
    assert f"_commit: {FORKS_TAG}\n" in answers.read_text(encoding="utf-8")


def test_a_second_template_lies_on_top(project: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    (second / "template").mkdir(parents=True)
    (second / "copier.yml").write_text("_subdirectory: template\nlicence:\n  type: str\n  default: MIT\n")
    name = "{{ _copier_conf.answers_file }}.jinja"
    (second / "template" / name).write_text("{{ _copier_answers | to_nice_yaml -}}\n", encoding="utf-8")
    (second / "template" / "LICENSE.jinja").write_text("{{ licence }}\n", encoding="utf-8")
    begin(second)
    release(second, "v1.0.0")
    theirs = ".copier-answers.licence.yml"
    copier_here(*COPY, "--answers-file", theirs, second, project, cwd=tmp_path)
    commit(project)
    (second / "template" / "LICENSE.jinja").write_text("{{ licence }}, 2027\n", encoding="utf-8")
    release(second, "v1.1.0")
    copier_here(*UPDATE, "--data", "queues=emails", cwd=project)
    assert (project / "LICENSE").read_text(encoding="utf-8") == "MIT\n"
    commit(project)
    before = content(project)
    copier_here(*UPDATE, "--answers-file", theirs, cwd=project)
    after = content(project)
    assert after["LICENSE"] == b"MIT, 2027\n"
    assert {name for name in after if after[name] != before.get(name)} == {"LICENSE", theirs}
    assert after.keys() == before.keys()


@pytest.mark.parametrize("versioned", [True, False], ids=["a repository", "a folder"])
def test_what_is_there_already_is_adopted(
    versioned: bool,  # noqa: FBT001
    template: Path,
    tmp_path: Path,
) -> None:
    project = tmp_path / "my-service"
    own = {"README.md": "# Ours, for years\n", "src/my_service/logic/items.py": "PRICE = 1\n", "notes.md": "Ours\n"}
    for name, text in own.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    (project / "Makefile").write_text("ours:\n", encoding="utf-8")
    if versioned:
        begin(project)
    kept = ("--overwrite", "--skip", "README.md")
    copier_here(*COPY, *kept, "--vcs-ref", LAST.tag, template, ".", cwd=project)
    if versioned:
        assert git(project, "diff", "--name-only").split() == ["Makefile"]
    (commit if versioned else begin)(project)
    copier_here(*UPDATE, "--data", "queues=emails", cwd=project)
    after = content(project)
    assert {name: text for name, text in own.items() if text not in after[name].decode()} == {}
    # A README of one's own and the template's have no line in common.
    assert conflicts(project) == {"README.md"}
    assert (project / "src/my_service/handlers/process_emails.py").is_file()


def test_nothing_is_overwritten_unasked(template: Path, tmp_path: Path) -> None:
    project = tmp_path / "my-service"
    project.mkdir()
    (project / "Makefile").write_text("ours:\n", encoding="utf-8")
    done = copier_cli("copy", "--quiet", *data({"service_name": "orders"}), template, project, cwd=tmp_path)
    assert done.returncode != 0
    assert content(project) == {"Makefile": b"ours:\n"}
