"""What must hold of every file of every project: it parses, looks hand-written, and can lie on any disk."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path, PurePosixPath

import yaml

from harness import cloudformation, node
from harness.render import files

# Where updating by Copier is explained; anywhere else the template has left its mark.
MAY_NAME_COPIER = {".copier-answers.yml", "README.md", "docs/recipes.md", "renovate.json"}
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789")}
LONGEST_PATH = 170  # below Windows' 260, in a folder of one's own


def problems(project: Path, user_texts: Sequence[str] = ()) -> list[str]:
    """One line for each thing that is wrong; the user's texts may look like anything."""
    content = files(project)
    found = [each for name in content for each in problems_of(name, content[name], tuple(user_texts))]
    return [*found, *(f"{name}: twice, but for its case" for name in same_but_for_case(list(content)))]


@lru_cache(maxsize=4096)
def problems_of(name: str, content: bytes, user_texts: tuple[str, ...]) -> list[str]:
    """Of a file, which most projects have the same of."""
    found = [path_problems(name), syntax_problems(name, content), text_problems(name, content.decode(), user_texts)]
    return [f"{name}: {problem}" for problem in chain.from_iterable(found)]


def style_problems(project: Path) -> str:
    """What the project's own formatter and linter would change or say."""
    if (project / "tsconfig.json").exists():
        return node.said(project, "biome", "check", "--colors=off", "--error-on-warnings")
    said = ""
    for check in (["format", "--check", "--diff"], ["check", "--output-format", "concise"]):
        command = [sys.executable, "-m", "ruff", *check, "--no-cache", "--quiet", "."]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        said += done.stdout + done.stderr if done.returncode else ""
    return said


def path_problems(name: str) -> Iterator[str]:
    """What Windows would refuse of a path."""
    if len(name) > LONGEST_PATH:
        yield f"{len(name)} characters"
    for part in PurePosixPath(name).parts:
        if re.search(r'[<>:"\\|?*\x00-\x1f]', part) or part.endswith((".", " ")):
            yield f"{part!r} can't be a name on Windows"
        if part.split(".")[0].lower() in DEVICES:
            yield f"{part!r} is a device on Windows"


def same_but_for_case(names: list[str]) -> list[str]:
    count = Counter(name.lower() for name in names)
    return [name for name in names if count[name.lower()] > 1]


def parse_python(content: bytes) -> None:
    ast.parse(content, feature_version=(3, 11))


def parse_yaml(content: bytes) -> None:
    yaml.load(content, yaml.CSafeLoader)


PARSERS: dict[str, Callable[[bytes], object]] = {
    ".json": json.loads,
    ".py": parse_python,
    ".toml": lambda content: tomllib.loads(content.decode()),
    ".yaml": parse_yaml,
    ".yml": parse_yaml,
    "roles.yaml": cloudformation.parse,
    "template.yaml": cloudformation.parse,
}
# Biome parses TypeScript and JavaScript.
NO_SYNTAX = {"", ".md", ".mjs", ".ts"}


def syntax_problems(name: str, content: bytes) -> Iterator[str]:
    path = PurePosixPath(name)
    parser = PARSERS.get(path.name) or PARSERS.get(path.suffix)
    if parser is None and path.suffix not in NO_SYNTAX:
        yield "of a kind that no test parses"
    try:
        if parser:
            parser(content)
    except (SyntaxError, ValueError, yaml.YAMLError) as error:
        yield f"does not parse: {error}"


def text_problems(name: str, text: str, user_texts: Sequence[str] = ()) -> Iterator[str]:
    """What nobody would have typed."""
    without_user = text
    for user_text in sorted(user_texts, key=len, reverse=True):
        without_user = without_user.replace(user_text, "…")
    if re.search(r"(?<![${])\{\{(?!\{)|\{%|\{#", without_user):
        yield "Jinja is left"
    if name not in MAY_NAME_COPIER and "copier" in without_user.lower():
        yield "names Copier"
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield "does not end in one newline"
    if re.search(r"[ \t]+$", without_user, flags=re.MULTILINE):
        yield "has spaces at the end of a line"
    if re.search(r"\n{4}" if name.endswith(".py") else r"\n{3}", text) or text.startswith("\n"):
        yield "has left-over blank lines"
    if "\r" in text or (name != "Makefile" and "\t" in without_user):
        yield "has tabs or carriage returns"
