"""What a module makes when it is loaded is in the snapshot that functions start from, and the same in all of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).parents[2] / "src").rglob("*.py"))
# What is unique or of the moment; of uuid, a constant is neither.
OF_THE_MOMENT = {"datetime", "random", "secrets", "time", "uuid"}
CONSTANT = {"uuid.UUID"}
LATER = (ast.AsyncFunctionDef, ast.FunctionDef, ast.Lambda)


def calls_at_import(node: ast.AST) -> Iterator[str]:
    """What is called when a module is loaded, not when its functions run."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield ast.unparse(child.func)
        if isinstance(child, LATER):
            for decorator in getattr(child, "decorator_list", []):
                yield from calls_at_import(decorator)
        else:
            yield from calls_at_import(child)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_nothing_unique_is_made_when_a_module_is_loaded(path: Path) -> None:
    called = set(calls_at_import(ast.parse(path.read_text(encoding="utf-8")))) - CONSTANT
    assert {name for name in called if name.split(".")[0] in OF_THE_MOMENT} == set()


def test_it_would_be_found() -> None:
    source = "import uuid\nINSTANCE = str(uuid.uuid4())\ndef later():\n    return uuid.uuid4()\n"
    assert list(calls_at_import(ast.parse(source))) == ["str", "uuid.uuid4"]
