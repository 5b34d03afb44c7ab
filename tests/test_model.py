"""Random answers: each set gives a sound model, or is refused in one line. Nothing else happens."""

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from harness.answers import ANSWERS
from harness.engine import Model
from harness.render import Renderer
from hypothesis import event, given, seed, settings


def check(answers: dict[str, Any], render: Renderer) -> None:
    try:
        model = render.engine.model(answers)
    except ValueError as refusal:
        event("refused")
        line = str(refusal)
        question = re.search(r"question '(\w+)'", line)
        assert question, line
        assert question[1] in answers, line
        assert len(line.splitlines()) == 1, line
        assert len(line) < 400, line
        return
    event("accepted")
    for problem in problems(model):
        pytest.fail(f"{problem}, of {answers}")


@given(answers=ANSWERS)
def test_answers_give_a_sound_model_or_are_refused_in_one_line(answers: dict[str, Any], render: Renderer) -> None:
    check(answers, render)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(1, 5), ids=lambda part: f"part {part} of 4")
def test_ten_thousand_sets_of_answers_give_a_sound_model_or_are_refused(part: int, render: Renderer) -> None:
    @seed(part)
    @settings(max_examples=2_500)
    @given(answers=ANSWERS)
    def run(answers: dict[str, Any]) -> None:
        check(answers, render)

    run()


def problems(model: Model) -> Iterator[str]:
    """What is wrong with a model that was accepted."""
    functions, tables, entities = model["functions"], model["tables"], model["entities"]
    yield from twice("function's name", (function["name"] for function in functions))
    yield from twice("function's module", (function["module"] for function in functions))
    yield from twice("route", (f"{each['route']['method']} {each['route']['path']}" for each in functions))
    yield from twice("variable", (table["variable"] for table in tables))
    yield from twice("module", (entity["module"] for entity in entities))
    ids = [
        *(function[key] for function in functions for key in ("logical_id", "log_group_id")),
        *(table["logical_id"] for table in tables),
    ]
    yield from twice("logical id", ids)
    yield from twice("stack's name", (stage["stack_name"] for stage in model["stages"]))
    yield from unlike("[A-Za-z][A-Za-z0-9]{0,254}", ids)
    yield from unlike("[A-Z][A-Z0-9_]{1,127}", (table["variable"] for table in tables))
    yield from unlike(
        "[a-z][a-z0-9]*(-[a-z0-9]+)*", (each["name"] for each in [*functions, *entities, *model["stages"]])
    )
    yield from unlike("[A-Za-z][A-Za-z0-9-]{0,127}", (stage["stack_name"] for stage in model["stages"]))
    yield from unlike(r"[\w.]{1,128}", (function["handler"] for function in functions))
    yield from unlike(".{1,256}", (function["description"] for function in functions))
    modules = [function["module"] for function in functions]
    names = [entity[key] for entity in entities for key in ("module", "variable", "class_name")]
    for name in (*modules, *names, model["package_name"]):
        if not name.isidentifier() or keyword.iskeyword(name) or hasattr(builtins, name):
            yield f"{name!r} is no name in Python"
    if [stage["production"] for stage in model["stages"]] != [*[False] * (len(model["stages"]) - 1), True]:
        yield "the last environment and no other is production"
    for function in functions:
        if {each["ref"] for each in function["environment"]} != {each["resource"] for each in function["permissions"]}:
            yield f"{function['name']} knows other resources than it may use"


def twice(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            yield f"the {what} {name!r} is there twice"
        seen.add(name.lower())


def unlike(pattern: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"{name!r} is not like {pattern}" for name in names if not re.fullmatch(pattern, name))
