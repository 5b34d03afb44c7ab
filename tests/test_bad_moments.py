"""Odd folders, full disks, interrupted runs: nothing of a team's is lost, and the next run is whole."""

import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from harness.cli import copier_cli, last_line
from harness.edits import begin, content
from harness.render import Renderer, files
from harness.source import ENVIRONMENT, NEWS, git, two_releases

pytestmark = pytest.mark.slow

SMALL_DISK = 6000  # bytes that a file may have: Git's have less, some of what is rendered has more
FOLDERS = {
    "spaces and signs": "my new 'service' & $more #1",
    "other scripts": "dienstübersicht 服务 🚀",
    "far down": "/".join(["a-folder-with-a-name"] * 12),
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_releases(tmp_path_factory.mktemp("releases") / "template")


@pytest.fixture(scope="module")
def first_release(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the first release, which a team has committed; not to be changed."""
    folder = tmp_path_factory.mktemp("first")
    done = copier_cli("copy", "--defaults", "--quiet", "--vcs-ref", "v999.0.0", releases, "my-service", cwd=folder)
    assert done.returncode == 0, done.stderr
    begin(folder / "my-service")
    return folder / "my-service"


@pytest.fixture
def old(first_release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_release, tmp_path / "my-service"))


@pytest.mark.parametrize("name", FOLDERS.values(), ids=FOLDERS)
def test_a_folder_may_be_called_anything(name: str, render: Renderer, tmp_path: Path) -> None:
    project = tmp_path / name / "my-service"
    done = copier_cli("copy", "--defaults", "--quiet", render.template, project, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert same(project, render())


def test_a_copy_that_does_not_fit_leaves_nothing(template: Path, tmp_path: Path) -> None:
    done = on_a_small_disk("copy", "--defaults", "--quiet", template, tmp_path / "my-service", cwd=tmp_path)
    assert "File too large" in last_line(done)
    assert not list(tmp_path.iterdir())


def test_what_was_there_before_a_copy_that_does_not_fit_is_still_there(
    template: Path, render: Renderer, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    assert on_a_small_disk("copy", "--defaults", "--quiet", template, ".", cwd=tmp_path).returncode
    assert notes.read_text(encoding="utf-8") == "mine"
    done = copier_cli(
        "copy", "--defaults", "--overwrite", "--data", "service_name=my-service", template, ".", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    notes.unlink()
    assert same(tmp_path, render())


def test_an_update_that_does_not_fit_loses_nothing(old: Path) -> None:
    before = content(old)
    assert on_a_small_disk("update", "--defaults", "--quiet", cwd=old).returncode
    recovered(old, before)


def test_an_interrupted_copy_is_finished_by_another(template: Path, render: Renderer, tmp_path: Path) -> None:
    project = tmp_path / "my-service"
    process = started("copy", "--defaults", "--quiet", template, project, cwd=tmp_path)
    while not project.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate()
    done = copier_cli("copy", "--defaults", "--quiet", "--overwrite", template, project, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert same(project, render())


def recovered(project: Path, before: dict[str, bytes]) -> None:
    """Git brings back what was committed, and the next update does what the one before could not."""
    git(project, "reset", "--quiet", "--hard")
    git(project, "clean", "--quiet", "--force", "-d")
    assert content(project) == before
    assert copier_cli("update", "--defaults", "--quiet", cwd=project).returncode == 0
    assert NEWS in (project / "README.md").read_text(encoding="utf-8")


def same(project: Path, fresh: Path) -> bool:
    """The same files with the same content, but for where the template was."""
    ours, theirs = (
        {name: text for name, text in files(each).items() if name != ".copier-answers.yml"} for each in (project, fresh)
    )
    return ours == theirs


def on_a_small_disk(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Copier where no file may be large, which is told like a full disk: by an error of the write."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_DISK, SMALL_DISK))

    command = [sys.executable, "-B", "-m", "copier", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False, preexec_fn=limit
    )


def started(*arguments: str | Path, cwd: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "copier", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=cwd, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
