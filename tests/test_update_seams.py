"""Lines that a team adds where files invite them survive a release that changes everything around them."""

import re
from pathlib import Path

from harness.cli import copier_cli
from harness.render import Renderer, files
from harness.source import git, release, release_template

SEAM = re.compile(r"^( *)# Your own .* below this line.*$", flags=re.MULTILINE)
OWN_LINE = {"Makefile": "own-target:", "pyproject.toml": '"own-package==1.0",'}


def raise_all_pins(template: Path) -> None:
    pins = template / "hooks" / "pins.yml"
    text = re.sub(
        r"(: |version: )(\d+)(\.\d+\.\d+)",
        lambda version: f"{version[1]}{int(version[2]) + 100}{version[3]}",
        pins.read_text("utf-8"),
    )
    pins.write_text(text, encoding="utf-8")


def test_every_invitation_is_tried(render: Renderer) -> None:
    inviting = {name for name, content in files(render()).items() if SEAM.search(content.decode())}
    assert inviting == set(OWN_LINE)


def test_own_lines_survive_without_a_conflict(tmp_path: Path) -> None:
    template = release_template(tmp_path / "template", "v998.0.0")
    project = tmp_path / "my-service"
    assert copier_cli("copy", "--defaults", "--quiet", template, project, cwd=tmp_path).returncode == 0
    for name, line in OWN_LINE.items():
        path = project / name
        path.write_text(SEAM.sub(rf"\g<0>\n\g<1>{line}", path.read_text(encoding="utf-8")), encoding="utf-8")
    git(project, "init", "--quiet")
    release(project, "first")
    raise_all_pins(template)
    release(template, "v999.0.0")
    updated = copier_cli("update", "--defaults", "--quiet", "--data", "resources=items, orders", cwd=project)
    assert updated.returncode == 0, updated.stderr
    for name, line in OWN_LINE.items():
        text = (project / name).read_text(encoding="utf-8")
        assert "<<<<<<<" not in text
        assert len(SEAM.findall(text)) == len(re.findall(rf"below this line.*\n *{re.escape(line)}\n", text)), text
    assert "boto3==101" in (project / "pyproject.toml").read_text(encoding="utf-8")
