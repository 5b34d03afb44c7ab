"""References to what a template does not have: CloudFormation refuses them, the emulator overlooks them."""

import re
from collections.abc import Iterator
from typing import Any


def unknown(template: dict[str, Any]) -> set[str]:
    """The names that are referred to and are neither resources, nor parameters, nor AWS's own."""
    known = template["Resources"].keys() | template.get("Parameters", {}).keys()
    return {name for name in names(template) if name not in known and not name.startswith("AWS::")}


def names(value: Any) -> Iterator[str]:
    """What is referred to, in the whole or in a part of a template."""
    if isinstance(value, dict):
        if isinstance(value.get("Ref"), str):
            yield value["Ref"]
        got = value.get("Fn::GetAtt", [])
        yield from (got.split(".") if isinstance(got, str) else got)[:1]
        text = value.get("Fn::Sub", "")
        # Where it has variables of its own, these may be meant.
        if isinstance(text, str):
            yield from re.findall(r"\$\{([\w:]+)", text)
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from names(each)
