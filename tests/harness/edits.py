"""What a team does to a project of any release, and what must be left of it after an update."""

import re
from pathlib import Path

from harness.released import ANSWERS, answers_of
from harness.render import files
from harness.source import NEW_TAG, git

SEAM = re.compile(r"^( *)# Your own .* below this line.*$", flags=re.MULTILINE)
ALL_OF_IT = re.compile(r"\A.*\Z", flags=re.DOTALL)
OURS = "Ours"
OWN_FILE = "src/my_service/pricing.py"
# By file: how a line of the team's own is written there.
SEAMS = {
    "Makefile": "own-target: # Ours",
    "pyproject.toml": '"own-package==1.0", # Ours',
    "template.yaml": "OwnTopic: {Type: AWS::SNS::Topic} # Ours",
}
TEAMS_FILES = ("logic/items.py", "models/items.py", "stores/items.py", "logic/orders.py")
TEMPLATES_FILES = {
    "README.md": "Ours",
    "docs/recipes.md": "Ours",
    "src/my_service/handlers/get_item.py": "# Ours",
    "src/my_service/shared/table.py": "# Ours",
    "tests/conftest.py": "# Ours",
}
DELETED = ("events/list-items/happy.json", "tests/unit/test_routes.py", ".editorconfig")
RENAMED = {"src/my_service/handlers/delete_item.py": "src/my_service/handlers/remove_item.py"}


def begin(project: Path) -> None:
    git(project, "init", "--quiet")
    commit(project)


def commit(project: Path) -> None:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", "work")


def content(project: Path) -> dict[str, bytes]:
    return {name: text for name, text in files(project).items() if not name.startswith(".git/")}


def edit(project: Path) -> None:
    """Everything at once: each kind of edit is in files of its own, and so is what becomes of it."""
    for name, line in SEAMS.items():
        _change(project / name, SEAM, rf"\g<0>\n\g<1>{line}")
    for name in TEAMS_FILES:
        _change(project / "src" / "my_service" / name, ALL_OF_IT, r"# Ours\n\g<0># Ours\n")
    for name, line in TEMPLATES_FILES.items():
        _change(project / name, ALL_OF_IT, rf"\g<0>{line}\n")
    for name in DELETED:
        (project / name).unlink(missing_ok=True)
    for old, new in RENAMED.items():
        (project / old).rename(project / new)
    (project / OWN_FILE).write_text("PRICE = 1\n", encoding="utf-8")
    commit(project)


def _change(path: Path, place: re.Pattern[str], replacement: str) -> None:
    before = path.read_text(encoding="utf-8")
    after = place.sub(replacement, before)
    assert after != before, path
    path.write_text(after, encoding="utf-8")


def conflicts(project: Path) -> set[str]:
    """The files that Git shows as unmerged."""
    return set(git(project, "diff", "--name-only", "--diff-filter=U").split())


def losses(project: Path, before: dict[str, bytes], fresh: Path) -> list[str]:
    """A line for each file that is not what the update of an edited project has to give."""
    now, new = content(project), content(fresh)
    edited = {*SEAMS, *TEMPLATES_FILES}
    teams = {f"src/my_service/{name}" for name in TEAMS_FILES}
    expected = {*new, OWN_FILE, *RENAMED.values()} - {*DELETED, *RENAMED}
    lost = [f"{name}: {'missing' if name in expected else 'left over'}" for name in sorted(expected ^ now.keys())]
    for name in sorted(expected & now.keys() - {ANSWERS}):
        text = now[name].decode()
        if name in teams or name in (OWN_FILE, *RENAMED.values()):
            ok = now[name] == before[name]
        elif name in edited:
            own = [line for line in text.splitlines() if OURS in line]
            ok = len(own) == before[name].decode().count(OURS)
            ok = ok and (name in conflicts(project)) == ("<<<<<<<" in text)
            merged = "".join(line for line in text.splitlines(keepends=True) if OURS not in line)
            ok = ok and ("<<<<<<<" in text or merged.encode() == new[name])
        else:
            ok = now[name] == new[name]
        lost += [] if ok else [name]
    if answers_of(project) != answers_of(fresh) or f"_commit: {NEW_TAG}\n" not in now[ANSWERS].decode():
        lost.append(ANSWERS)
    return lost
