"""Nobody is ever asked for --trust: a security team, a bot and a first-time user all just run it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from harness.cli import copier_cli
from harness.source import ROOT, git, release, release_template

SETTINGS = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))


def unsafe_settings(settings: dict[str, Any]) -> list[str]:
    """What in a copier.yml would need trust in each copy and update from it."""
    unversioned = [each for each in settings.get("_migrations", []) if "version" not in each]
    return [name for name in ("_tasks", "_jinja_extensions") if settings.get(name)] + ["_migrations"] * bool(
        unversioned
    )


def test_copier_yml_runs_no_code() -> None:
    assert unsafe_settings(SETTINGS) == []


@pytest.mark.parametrize(
    "addition", [{"_tasks": ["ls"]}, {"_jinja_extensions": ["a.B"]}, {"_migrations": [{"command": "ls"}]}]
)
def test_code_in_copier_yml_would_be_found(addition: dict[str, Any]) -> None:
    assert unsafe_settings({**SETTINGS, **addition}) == list(addition)


def test_a_copy_and_an_update_work_without_trust(tmp_path: Path) -> None:
    template = release_template(tmp_path / "template", "v998.0.0")
    project = tmp_path / "my-service"
    copied = copier_cli("copy", "--defaults", template, project, cwd=tmp_path)
    assert copied.returncode == 0, copied.stderr
    git(project, "init", "--quiet")
    release(project, "first")

    (template / "template" / "NEW.md").write_text("new\n", encoding="utf-8")
    release(template, "v999.0.0")
    updated = copier_cli("update", "--defaults", cwd=project)
    assert updated.returncode == 0, updated.stderr
    assert (project / "NEW.md").exists()


@pytest.mark.parametrize("addition", ["_tasks: [ls]\n", "_jinja_extensions: [jinja2.ext.do]\n"])
def test_with_code_in_it_copier_would_refuse(addition: str, tmp_path: Path) -> None:
    template = release_template(tmp_path / "template")
    with (template / "copier.yml").open("a", encoding="utf-8") as settings:
        settings.write(addition)
    release(template, "v999.1.0")
    refused = copier_cli("copy", "--defaults", template, "my-service", cwd=tmp_path)
    assert refused.returncode != 0
    assert "--trust" in refused.stderr
