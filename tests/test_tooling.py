"""What README and CONTRIBUTING tell people to type is there."""

import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from harness.source import ROOT, TEMPLATES, git

DOCUMENTS = [Path(name) for name in git(ROOT, "ls-files", "*.md", "docs/**/*.md").split("\n") if name.endswith(".md")]
OWN_DOCUMENTS = sorted({path for path in DOCUMENTS if path.parts[0] not in TEMPLATES})
PICTURES = ROOT / "docs" / "pictures"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
VERBS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE))


def test_make_lists_its_verbs() -> None:
    listed = subprocess.run(["make", "--silent"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make ([a-z-]+) ", listed, flags=re.MULTILINE)) == VERBS


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_documented_verbs_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").split("## Start a service")[0]
    assert set(re.findall(r"^make ([a-z-]+)", text, flags=re.MULTILINE)) <= VERBS


def test_ci_runs_the_documented_tests_and_the_slow_ones() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "for verb in lint test slow;" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("document", OWN_DOCUMENTS, ids=str)
def test_links_in_the_documents_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / document).read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / document.parent / target).exists()] == []


@pytest.mark.parametrize("picture", sorted(PICTURES.glob("*.svg")), ids=lambda path: path.stem)
def test_readme_shows_the_pictures_which_tell_of_no_machine(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    ET.fromstring(text)  # noqa: S314 -- our own
    assert not re.search(r"/(home|private|root|tmp|Users|var)/", text)
    assert f"](docs/pictures/{picture.name})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_question_is_documented_with_its_values() -> None:
    settings = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))
    questions = {
        name: each for name, each in settings.items() if not name.startswith("_") and each.get("when") is not False
    }
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)$", text, flags=re.MULTILINE))
    assert set(rows) == set(questions)
    for name, question in questions.items():
        missing = [value for value in question.get("choices", {}).values() if f"`{value}`" not in rows[name]]
        assert missing == []
