"""Reading template.yaml, whose short tags YAML itself does not know."""

from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.CSafeLoader):
    pass


def _function(loader: yaml.CSafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        text = loader.construct_scalar(node)
        return {name: text.split(".", 1) if tag == "GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _function)


def load(path: Path) -> dict[str, Any]:
    return parse(path.read_bytes())


def parse(content: bytes) -> dict[str, Any]:
    template: dict[str, Any] = yaml.load(content, _Loader)  # noqa: S506 -- a safe loader
    return template
