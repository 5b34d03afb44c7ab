"""The space of variants is the template's, and the covering array covers it."""

from itertools import combinations, product
from typing import Any

import pytest
from harness import space
from harness.engine import REFUSALS
from harness.render import Renderer

from docs.variants.write import PAGE, lightened, page

# Questions whose answers are anybody's own words, or that only ask others.
FREE = {"more_triggers", "more_settings", "package_name"}


def test_the_page_of_variants_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make variants`, and read the difference"


def test_every_question_belongs_to_an_axis(render: Renderer) -> None:
    asked = {name for name, question in render.engine.questions.items() if question.get("when") is not False}
    answered = {question for values in space.AXES.values() for answers in values.values() for question in answers}
    assert answered == asked - FREE


def test_every_choice_is_a_value(render: Renderer) -> None:
    for name, question in render.engine.questions.items():
        if question.get("when") is False or "choices" not in question:
            continue
        values = {answers.get(name, question["default"]) for answers in space.AXES[name].values()}
        assert values == set(question["choices"].values()), name


def test_the_usual_value_is_no_answer() -> None:
    assert {axis for axis in space.AXES if space.AXES[axis][space.usual(axis)]} == set()


def concrete(never: dict[str, list[str]]) -> list[dict[str, str]]:
    return [dict(zip(never, names, strict=True)) for names in product(*never.values())]


@pytest.mark.parametrize("never", space.NEVER, ids=str)
def test_what_does_not_go_together_is_refused(never: dict[str, list[str]], render: Renderer) -> None:
    others = [each for each in space.NEVER if each is not never]
    for values in concrete(never):
        variant = space.completed(values, others)
        assert variant, f"{values} is forbidden twice"
        with pytest.raises(REFUSALS):
            render.engine.model(space.answers(variant))


@pytest.mark.parametrize("variant", space.covering_array(), ids=space.titled(space.covering_array()))
def test_a_variant_of_the_covering_array_is_accepted(variant: space.Variant, render: Renderer) -> None:
    assert render.engine.model(space.answers(variant))["functions"]


def test_no_variant_of_the_covering_array_is_heavier_than_it_has_to_be() -> None:
    assert lightened(space.covering_array()) == space.covering_array()


def test_everything_meets_in_the_covering_array() -> None:
    array = space.covering_array()
    met = {
        frozenset(values)
        for each in array
        for values in [
            *combinations(each.items(), 2),
            *combinations([(axis, each[axis]) for axis in space.TRIPLES], 3),
        ]
    }
    assert [each for each in space.meetings() if frozenset(each.items()) not in met] == []
    assert [each for each in array if space.completed(each) is None] == []


def test_lists_of_two_axes_are_joined() -> None:
    both: dict[str, Any] = space.answers({"table streams": "some", "Kinesis streams": "some", "resources": "two"})
    assert both == {"resources": "items, orders", "streams": "items, kinesis:clicks"}
