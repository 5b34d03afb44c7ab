"""What a team wrote survives a release that changes everything around it."""

import re
from pathlib import Path

import pytest
from harness.edits import SEAM
from harness.here import copier_here
from harness.render import Renderer, files
from harness.source import git, release, release_template

SEAMS = {"Makefile": 1, "pyproject.toml": 2, "template.yaml": 1}
OWN_LINE = {
    "Makefile": "own-target:",
    "pyproject.toml": '"own-package==1.0",',
    "template.yaml": "OwnTopic: {Type: AWS::SNS::Topic}",
}
TEAMS_FILES = ("logic/items.py", "models/items.py", "stores/items.py")


def raise_all_pins(template: Path) -> None:
    pins = template / "hooks" / "pins.yml"
    raised = re.sub(
        r"(: |version: )(\d+)(\.\d+\.\d+)",
        lambda version: f"{version[1]}{int(version[2]) + 100}{version[3]}",
        pins.read_text(encoding="utf-8"),
    )
    pins.write_text(raised, encoding="utf-8")


def rewrite_the_teams_files(template: Path) -> None:
    package = template / "template" / "{{ python }}" / "{{ with_tables }}" / "src" / "{{ package_name }}"
    for kind in {name.partition("/")[0] for name in TEAMS_FILES}:
        for path in (package / kind).glob("*.jinja"):
            path.write_text("# All new in this release.\n", encoding="utf-8")


def test_every_invitation_is_tried(render: Renderer) -> None:
    inviting = {name: len(SEAM.findall(content.decode())) for name, content in files(render()).items()}
    assert {name: number for name, number in inviting.items() if number} == SEAMS


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with own lines at every seam and one edited file, after a release and with another resource."""
    folder = tmp_path_factory.mktemp("seams")
    template = release_template(folder / "template", "v998.0.0")
    project = folder / "my-service"
    copier_here("copy", "--defaults", "--quiet", template, project, cwd=folder)
    for name, line in OWN_LINE.items():
        path = project / name
        path.write_text(SEAM.sub(rf"\g<0>\n\g<1>{line}", path.read_text(encoding="utf-8")), encoding="utf-8")
    (project / "src" / "my_service" / "logic" / "items.py").write_text("# Ours.\n", encoding="utf-8")
    git(project, "init", "--quiet")
    release(project, "first")
    raise_all_pins(template)
    rewrite_the_teams_files(template)
    release(template, "v999.0.0")
    copier_here("update", "--defaults", "--quiet", "--data", "resources=items, orders", cwd=project)
    return project


@pytest.mark.parametrize("name", SEAMS)
def test_own_lines_at_a_seam_survive_without_a_conflict(name: str, updated: Path) -> None:
    text = (updated / name).read_text(encoding="utf-8")
    assert "<<<<<<<" not in text
    assert len(re.findall(rf"below this line.*\n *{re.escape(OWN_LINE[name])}\n", text)) == SEAMS[name]


def test_the_release_arrived_around_them(updated: Path) -> None:
    assert "boto3==101" in (updated / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEAMS_FILES)
def test_the_teams_files_stay_whatever_the_release_has(name: str, updated: Path) -> None:
    changed = git(updated, "status", "--porcelain", "--", f"src/my_service/{name}")
    assert changed == ""
    assert "All new" in (updated / "src" / "my_service" / name.replace("items", "orders")).read_text(encoding="utf-8")
