"""The space of variants, as tests/variants.yml describes it, and the few of tests/covering_array.yml that cover it."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

import yaml

from harness.source import ROOT

# A value of each axis, by its name; axes that are not named have their usual one.
Variant = dict[str, str]
Answers = dict[str, Any]

DESCRIPTION = ROOT / "tests" / "variants.yml"
COVERING_ARRAY = ROOT / "tests" / "covering_array.yml"
_described = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
_questions = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))


def _choices(question: str) -> dict[str, Answers]:
    """Each value of a question by itself, the default first."""
    asked = _questions[question]
    values = [False, True] if asked["type"] == "bool" else list(asked["choices"].values())
    values.sort(key=lambda value: value != asked["default"])
    return {str(value).lower(): {question: value} if value != asked["default"] else {} for value in values}


# What each value of each axis adds to the answers.
AXES: dict[str, dict[str, Answers]] = {
    axis: _choices(axis) if values == "choices" else values for axis, values in _described["axes"].items()
}
NEVER: list[dict[str, list[str]]] = [
    {axis: values if isinstance(values, list) else [values] for axis, values in each.items()}
    for each in _described["never"]
]
TRIPLES: list[str] = _described["triples"]
# The axes whose values meet in a covering array.
GROUPS = [*combinations(AXES, 2), *combinations(TRIPLES, 3)]
# What a variant is called by.
TITLE = ("runtime", "iac", "api")
# Kinds of triggers: the axes of triples that are not choices.
KINDS = [axis for axis in TRIPLES if _described["axes"][axis] != "choices"]


def usual(axis: str) -> str:
    return next(iter(AXES[axis]))


def whole(variant: Mapping[str, str]) -> Variant:
    """The variant with the usual value of each axis that it does not name."""
    return {axis: variant.get(axis, usual(axis)) for axis in AXES}


def unusual(variant: Mapping[str, str]) -> Variant:
    """What is not usual of a variant, in the order of the axes."""
    return {axis: variant[axis] for axis in AXES if variant.get(axis, usual(axis)) != usual(axis)}


def answers(variant: Mapping[str, str]) -> Answers:
    """What to answer for a variant; lists that two axes give the same question are joined."""
    given: Answers = {}
    for axis, name in variant.items():
        for question, answer in AXES[axis][name].items():
            parts = str(given[question]).split(", ") if question in given else []
            given[question] = ", ".join(dict.fromkeys([*parts, *answer.split(", ")])) if parts else answer
    return given


def forbidden(variant: Mapping[str, str]) -> dict[str, list[str]] | None:
    """What a whole variant has together that does not go together; nothing is forbidden of axes that it lacks."""
    return next((each for each in NEVER if all(variant.get(axis) in values for axis, values in each.items())), None)


def completed(variant: Variant, never: list[dict[str, list[str]]] = NEVER) -> Variant | None:
    """A whole variant that has these values, as usual as it can be; None if there is none."""
    if any(all(variant.get(axis) in values for axis, values in each.items()) for each in never):
        return None
    axis = next((axis for axis in AXES if axis not in variant), None)
    if axis is None:
        return variant
    found = (completed({**variant, axis: name}, never) for name in AXES[axis])
    return next((each for each in found if each is not None), None)


def meetings() -> Iterator[Variant]:
    """Every two values that go together, and every three of the axes in `triples`: what a covering array has."""
    for axes in GROUPS:
        for names in product(*(AXES[axis] for axis in axes)):
            variant = dict(zip(axes, names, strict=True))
            if completed(variant) is not None:
                yield variant


def covering_array() -> list[Variant]:
    return [whole(each) for each in yaml.safe_load(COVERING_ARRAY.read_text(encoding="utf-8"))]


def titled(array: list[Variant]) -> dict[str, Variant]:
    """The variants of a covering array by number, runtime, tool and kind of API."""
    return {" ".join([f"{number:02}", *(each[axis] for axis in TITLE)]): each for number, each in enumerate(array, 1)}
