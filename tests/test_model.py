"""Random answers: each set gives a sound model, or is refused in one line. Nothing else happens."""

import builtins
import keyword
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import pytest
from harness.answers import ANSWERS
from harness.engine import Model
from harness.hygiene import DEVICES
from harness.render import Renderer
from hypothesis import event, given, seed, settings
from jinja2.exceptions import FilterArgumentError


def check(answers: dict[str, Any], render: Renderer) -> None:
    try:
        model = render.engine.model(answers)
    except ValueError as refusal:
        event("refused")
        line = str(refusal)
        missing = re.fullmatch(r'Question "(\w+)" is required', line)
        question = missing or re.search(r"question '(\w+)'", line)
        assert question, line
        assert bool(missing) != (question[1] in answers), line
        assert len(line.splitlines()) == 1, line
        assert len(line) < 400, line
        return
    except FilterArgumentError as refusal:
        event("contradictory")
        line = str(refusal)
        assert len(line.splitlines()) == 1, line
        assert len(line) < 600, line
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


@pytest.mark.parametrize("name", [name for name in dir(dict) if name.isalpha()])
def test_things_may_be_called_like_methods_of_a_dictionary(name: str, model: Callable[..., Model]) -> None:
    # In Jinja `names[name]` is such a method where there is no entry of that name.
    made = model(
        resources="orders",
        queues=f"{name}, b.fifo",
        topics=f"all>{name}",
        uploads=name,
        links=f"get-order>{name}, on-{name}>{name}",
        events=f"{name}=shop/Sold",
        schedules=f"tidy-{name}=rate(1 day)",
        secrets=f"get-order>{name}",
    )
    assert [secret["name"] for secret in made["stored_secrets"]] == [name]


def problems(model: Model) -> Iterator[str]:
    """What is wrong with a model that was accepted."""
    functions, tables, entities = model["functions"], model["tables"], model["entities"]
    queues, topics = model["sqs_queues"], model["sns_topics"]
    routes = [function["route"] for function in functions if "route" in function]
    yield from twice("function's name", (function["name"] for function in functions))
    yield from twice("function's module", (function["module"] for function in functions))
    yield from twice("route", (f"{each['method']} {each['path']}" for each in routes))
    yield from twice("variable", (table["variable"] for table in tables))
    yield from twice("module", (entity["module"] for entity in entities))
    yield from twice("sender", (target["sender"] for target in [*queues, *topics]))
    yield from twice("module", [*(each["module"] for each in entities), *(each["module"] for each in functions)])
    ids = [
        *(function[key] for function in functions for key in ("pascal", "logical_id", "log_group_id")),
        *(f"{function['pascal']}ErrorsAlarm" for function in functions),
        *(each["logical_id"] for name in ("sns_topics", "kinesis_streams", "buckets") for each in model[name]),
        *(each["logical_id"] + end for each in [*queues, *model["dead_letter_queues"]] for end in ("", "Alarm")),
        *(f"{queue['logical_id']}AgeAlarm" for queue in queues),
        *(queue["subscription_id"] for topic in topics for queue in topic["queues"]),
        *(topic["policy_id"] for topic in topics),
        *(each["logical_id"] for name in ("service_alarms", "saved_queries") for each in model[name]),
        *(function["near_limits_id"] for function in functions if model["dashboard"]),
        *(table["logical_id"] for table in tables),
        *("AlarmTopic", "AlarmTopicKey", "AlarmTopicPolicy", "QueuePolicy", "HttpApi", "RestApi"),
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
    yield from bad_python_names(model) if model["runtime_facts"]["language"] == "python" else bad_node_names(model)
    if [stage["production"] for stage in model["stages"]] != [*[False] * (len(model["stages"]) - 1), True]:
        yield "the last environment and no other is production"
    yield from contradictions(model)


def bad_python_names(model: Model) -> Iterator[str]:
    modules = [function["module"] for function in model["functions"]]
    names = [entity[key] for entity in model["entities"] for key in ("module", "variable", "class_name")]
    for name in (*modules, *names, model["package_name"]):
        if not name.isidentifier() or keyword.iskeyword(name) or hasattr(builtins, name):
            yield f"{name!r} is no name in Python"


def bad_node_names(model: Model) -> Iterator[str]:
    files = [each["file"] for name in ("functions", "entities", "sqs_queues", "sns_topics") for each in model[name]]
    yield from unlike(r"[a-z][a-z0-9]*(-[a-z0-9]+)*_?\.ts", files)
    yield from (f"{name!r} is a device on Windows" for name in files if name.removesuffix(".ts") in DEVICES)
    aliases = [entity[key] for entity in model["entities"] for key in ("logic_alias", "store_alias")]
    yield from unlike(r"[a-z][a-zA-Z0-9]*", [*aliases, *(each["sender_alias"] for each in model["sqs_queues"])])
    yield from unlike(r"[A-Z][a-zA-Z0-9]*", [entity["class_name"] for entity in model["entities"]])


def contradictions(model: Model) -> Iterator[str]:
    """What does not fit together in a model that was accepted."""
    functions, queues, topics = model["functions"], model["sqs_queues"], model["sns_topics"]
    for stage, queue in product(model["stages"], queues):
        if len(f"{stage['stack_name']}-{queue['physical_suffix']}") > 80:
            yield f"SQS refuses the name of {queue['name']}"
    for topic in topics:
        if {queue["fifo"] for queue in topic["queues"]} != {topic["fifo"]}:
            yield f"SNS can't deliver {topic['name']}"
    if circle := find_circle(model):
        yield f"{circle} triggers itself"
    for function in functions:
        used = {each["resource"] for each in function["permissions"] if each["kind"] != "key"}
        if {each["ref"] for each in function["environment"]} != used:
            yield f"{function['name']} knows other resources than it may use"


def find_circle(model: Model) -> str | None:
    """A function that leads to itself by what it writes, sends and thereby triggers."""
    triggered: dict[str, set[str]] = defaultdict(set)
    for queue in model["sqs_queues"]:
        triggered[queue["logical_id"]] = {queue["function"]}
    for topic in model["sns_topics"]:
        triggered[topic["logical_id"]] = {queue["function"] for queue in topic["queues"]}
    for function in model["functions"]:
        if function["kind"] == "table_stream":
            triggered[function["entity"]["table_id"]] = {function["name"]}
    after = {
        function["name"]: {
            name
            for permission in function["permissions"]
            if permission["actions"] != ["dynamodb:GetItem"] and permission["actions"] != ["dynamodb:Scan"]
            for name in triggered[permission["resource"]]
        }
        for function in model["functions"]
    }
    for _ in after:
        after = {name: names | {far for near in names for far in after[near]} for name, names in after.items()}
    return next((name for name, names in after.items() if name in names), None)


def twice(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            yield f"the {what} {name!r} is there twice"
        seen.add(name.lower())


def unlike(pattern: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"{name!r} is not like {pattern}" for name in names if not re.fullmatch(pattern, name))
