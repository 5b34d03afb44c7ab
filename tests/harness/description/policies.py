"""Policies as sentences, one for each action on each resource, so that it does not matter how they are put together."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from harness.description.resources import Resource, Resources
from harness.description.words import UnknownError, Words, listed, referred

VERBS = {"Allow": "may", "Deny": "must not"}


def sentences(policy: Any, itself: dict[str, str] | None = None) -> list[str]:
    """What a policy says, if there is one; `itself` has the names by which it calls what it is attached to."""
    words = Words("a policy", policy or {})
    words.expect("Version", "2012-10-17")
    said = [sentence for statement in words.parts("Statement") for sentence in of_statement(statement, itself or {})]
    words.done()
    return sorted(set(said))


def of_statement(statement: Words, itself: dict[str, str]) -> Iterator[str]:
    statement.take("Sid")
    verb = VERBS[statement.take("Effect")]
    principals = [f"{each} " for each in named_principals(statement.take("Principal"))] or [""]
    resources = [f" on {itself.get(each, each)}" for each in listed(statement.take("Resource"))] or [""]
    actions = listed(statement.take("Action"))
    for who, action, what, condition in product(
        principals, actions, resources, conditions(statement.take("Condition", {}))
    ):
        yield f"{who}{verb} {action}{what}{condition}"


def named_principals(principal: Any) -> list[str]:
    match principal:
        case None:
            return []
        case "*" | {"AWS": "*"}:
            return ["anyone"]
        case {"Service": who, **rest} | {"AWS": who, **rest} if not rest:
            return listed(who)
    raise UnknownError(f"a principal: {principal}")


def conditions(said: dict[str, dict[str, Any]]) -> list[str]:
    """One for each value of a single key, which are alternatives; all of several keys must hold."""
    terms = [(operator, key, listed(values)) for operator, keys in said.items() for key, values in keys.items()]
    match terms:
        case []:
            return [""]
        case [(operator, key, values)] if "Not" not in operator and ":" not in operator:
            return [f" if {key} {operator} {as_text(value)}" for value in values]
    every = sorted(f"{key} {operator} {sorted(map(as_text, values))}" for operator, key, values in terms)
    return [f" if {' and '.join(every)}"]


def as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def with_policies(resources: Resources, kind: str, policies: str, word: str) -> Iterator[tuple[Resource, Any]]:
    """Queues, topics or buckets, each with its policy: CloudFormation keeps one, and the last one wins."""
    found: dict[str, Any] = {}
    for policy in resources.of(policies):
        document = policy.take("PolicyDocument")
        for name in [referred(each) for each in listed(policy.take(word))]:
            if name in found:
                raise UnknownError(f"{name} has two policies")
            found[name] = document
    for it in resources.of(kind):
        yield it, found.pop(it.name, None)
    if found:
        raise UnknownError(f"policies of what is not there: {sorted(found)}")
