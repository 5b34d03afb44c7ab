"""Which modules a module imports, and of which AWS services it makes clients: by its source, without running it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CLIENT = re.compile(r"""\b(?:client|create_client|resource)\(\s*(?:["']([a-z0-9-]+)["'])?""")
SDK = {"boto3", "botocore", "s3transfer"}


def imported_files(module: str, *roots: Path) -> set[Path]:
    """The source files below `roots` that importing `module` may load, packages' own files included."""
    found: set[Path] = set()
    waiting = [module]
    seen = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        waiting.extend(_parents(name))
        path = _find(name, *roots)
        if path and path not in found:
            found.add(path)
            package = name if path.name == "__init__.py" else name.rpartition(".")[0]
            waiting.extend(_imports(path, package))
    return found


@cache
def clients(path: Path, source: Path, dependencies: Path) -> set[str]:
    """The AWS services that a file makes clients of; an empty name where our own code does not say which."""
    services = set(CLIENT.findall(path.read_text(encoding="utf-8")))
    if path.is_relative_to(source):
        return services
    return set() if path.relative_to(dependencies).parts[0] in SDK else services - {""}


@cache
def _find(module: str, *roots: Path) -> Path | None:
    for root in roots:
        base = root.joinpath(*module.split("."))
        for path in (base / "__init__.py", base.with_name(f"{base.name}.py")):
            if path.is_file():
                return path
    return None


def _parents(module: str) -> Iterator[str]:
    while module := module.rpartition(".")[0]:
        yield module


@cache
def _imports(path: Path, package: str) -> list[str]:
    """The names of modules; `from a import b` may mean the module a.b, so it gives both."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return names
