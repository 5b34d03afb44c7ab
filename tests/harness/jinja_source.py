"""What a template's source does to the answers and to the model, read from its syntax tree."""

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

from harness.engine import plain_worker
from harness.source import ROOT

ENVIRONMENT = plain_worker(ROOT / "template", ROOT / "nowhere", {}).jinja_env

AXES = {
    "runtime": ("runtime", "runtime_facts", "python"),
    "iac": ("iac", "iac_facts", "cdk", "sam"),
    "ci": ("ci", "github", "gitlab"),
}
# What may happen to a value on its way into a file: it is quoted, listed, counted or laid out, and stays as it is.
FILTERS = set(
    "batch default first format groupby indent items join last length list map max min reject rejectattr round select "  # noqa: SIM905
    "selectattr sort to_json to_nice_yaml trim unique".split()
)
METHODS = {"get", "items", "keys", "values"}


def parse(source: str) -> nodes.Template:
    return ENVIRONMENT.parse(source)


def every(tree: nodes.Template, *kinds: type[nodes.Node]) -> Iterator[Any]:
    yield from tree.find_all(kinds)


def axes_tested(source: str) -> set[str]:
    """The axes that decide anything in a template's source; what is only written out decides nothing."""
    tree = parse(source)
    deciding: list[Any] = [
        *(node.test for node in every(tree, nodes.If, nodes.CondExpr, nodes.For) if node.test),
        *tree.find_all(nodes.Compare),
        *(node.arg for node in tree.find_all(nodes.Getitem)),
    ]
    names = {
        name.name for node in deciding for name in [*node.find_all(nodes.Name), node] if isinstance(name, nodes.Name)
    }
    return {axis for axis, members in AXES.items() if names & set(members)}


def names_rebuilt(source: str) -> Iterator[str]:
    """Where a template's source makes text of other text."""
    tree = parse(source)
    paths = [node.template for node in every(tree, nodes.Include, nodes.Import, nodes.FromImport)]
    in_paths = {id(concat) for path in paths for concat in [path, *path.find_all(nodes.Concat)]}
    for node in tree.find_all(nodes.Filter):
        if node.name not in FILTERS:
            yield f"line {node.lineno}: the filter {node.name}"
        elif node.name == "format" and not is_number_format(node.node):
            yield f"line {node.lineno}: format of text"
    for concat in tree.find_all(nodes.Concat):
        texts = [part.value for part in concat.nodes if isinstance(part, nodes.Const)]
        if id(concat) not in in_paths and (len(concat.nodes) - len(texts) > 1 or re.search(r"[\w-]", "".join(texts))):
            yield f"line {concat.lineno}: ~"
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr not in METHODS:
            yield f"line {call.lineno}: .{call.node.attr}()"
    for plus in tree.find_all((nodes.Add, nodes.Mod)):
        if any(isinstance(side, nodes.Const) and isinstance(side.value, str) for side in (plus.left, plus.right)):
            yield f"line {plus.lineno}: {plus.operator}"
    yield from (f"line {cut.lineno}: a slice" for cut in tree.find_all(nodes.Slice))


def is_number_format(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Const) and bool(re.fullmatch(r"%(\.\d)?[df]", str(node.value)))
