"""The template as it is in the working tree, uncommitted changes included."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "template"
HOOKS = ROOT / "hooks"
# What files of projects are made of, and all that Copier renders from.
TEMPLATES = ("partials", "template")
SOURCES = ("copier.yml", "hooks", *TEMPLATES)
NEW_TAG = "v999.0.0"
NEWS = "New in this release."
NPM_AS_OF = "2026-11-20"  # at or after the newest pin of hooks/pins.yml

# Of the tests' own machine: in CI projects hold to lock files, which one that was rendered a moment ago has not; and
# where Python keeps nothing that it has compiled, half of the time goes into compiling.
NOT_MEANT = {"CI", "PYTHONDONTWRITEBYTECODE"}
# Git and Copier as on a machine where nobody configured them, whoever runs the tests.
ENVIRONMENT = {
    **{
        name: value
        for name, value in os.environ.items()
        if name not in NOT_MEANT and not name.startswith(("COPIER_", "GIT_", "MAKE", "MFLAGS", "PYTEST_"))
    },
    "COPIER_SETTINGS_PATH": str(Path(__file__).with_name("settings.yml")),
    "GIT_AUTHOR_EMAIL": "tests@example.com",
    "GIT_AUTHOR_NAME": "Tests",
    "GIT_COMMITTER_EMAIL": "tests@example.com",
    "GIT_COMMITTER_NAME": "Tests",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    # What packages depend on is as old as the pins: a registry may offer what came out later in part only.
    "npm_config_before": NPM_AS_OF,
    "npm_config_prefer_offline": "true",
}


def template_files() -> list[Path]:
    """Every file of SOURCES, relative to the repository; what Git ignores is none."""
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard", *SOURCES)
    paths = {Path(name) for name in listed.split("\0") if name}
    return sorted(path for path in paths if (ROOT / path).is_file())


def copy_template(destination: Path) -> Path:
    """A plain folder with the template: Copier renders it without a clone."""
    for path in template_files():
        target = destination / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, target)
    return destination


def release_template(destination: Path, tag: str = NEW_TAG) -> Path:
    """A repository that has the working tree as its release `tag`: only releases are updated to."""
    return repository(copy_template(destination), tag)


def repository(folder: Path, tag: str) -> Path:
    """Make a folder a repository whose only commit is the release `tag`."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    release(folder, tag)
    return folder


def two_releases(destination: Path) -> Path:
    """A repository with two releases: the working tree as v999.0.0, and a line more in each README as v999.1.0."""
    release_template(destination)
    readme = destination / "template" / "README.md.jinja"
    readme.write_text(readme.read_text(encoding="utf-8") + f"\n{NEWS}\n", encoding="utf-8")
    release(destination, "v999.1.0")
    return destination


def clone_repository(destination: Path) -> Path:
    """A clone of this repository with its history, without tags, and with the working tree as it is, uncommitted."""
    git(ROOT, "clone", "--quiet", "--no-tags", "--shared", "--no-checkout", str(ROOT), str(destination))
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (destination / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, destination / name)
    git(destination, "reset", "--quiet")
    return destination


def release(repository: Path, tag: str) -> None:
    """Commit whatever changed in a repository, and tag it."""
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", tag)
    git(repository, "tag", tag)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
    return done.stdout
