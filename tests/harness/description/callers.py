"""Who may call a route: anyone, who signs as an AWS identity, or whoever an authorizer lets through."""

from collections.abc import Callable, Iterator
from typing import Any

from harness.description.resources import Resource
from harness.description.words import UnknownError, Words

ANYONE, SIGNED = "NONE", "AWS_IAM"
Authorizers = dict[str, Any]
OF_HEADER = "method.request.header."


class Callers:
    """What the security schemes of an API's document say, and the routes that name them."""

    def __init__(self, body: Words, described: Callable[[Words], Any]) -> None:
        self._schemes: Authorizers = {}
        schemes = body.part("components").part("securitySchemes")
        for name in schemes.names():
            self._schemes[name] = scheme(schemes.part(name), described)
        self._unused = set(self._schemes)

    def of(self, operation: Words) -> Any:
        match operation.take("security", []):
            case []:
                return ANYONE
            case [dict(said)] if len(said) == 1:
                [(name, scopes)] = said.items()
                self._unused.discard(name)
                return who(self._schemes[name], scopes)
            case said:
                raise UnknownError(f"{operation.place}: {said}")

    def done(self) -> None:
        if self._unused:
            raise UnknownError(f"no route asks for {sorted(self._unused)}")


def scheme(said: Words, described: Callable[[Words], Any]) -> Any:
    """The header that it names stands in each of them."""
    said.expect("type", "apiKey", "oauth2")
    said.expect("name", "Authorization")
    said.expect("in", "header")
    authorizer = said.part("x-amazon-apigateway-authorizer")
    kind = said.take("x-amazon-apigateway-authtype")
    return SIGNED if kind == "awsSigv4" else described(authorizer)


def who(authorizer: Any, scopes: list[str] | None) -> Any:
    return authorizer if authorizer == SIGNED else {"let through by": authorizer, "for one of": scopes or []}


def of_resource(route: Resource, authorizers: Authorizers, word: str) -> Any:
    """The same of a route or a method that is a resource."""
    kind, name = route.take("AuthorizationType", ANYONE), route.take("AuthorizerId")
    scopes = route.take("AuthorizationScopes")
    if name is None and kind in (ANYONE, SIGNED) and not scopes:
        return kind
    found = authorizers.get(str(name))
    if (
        not found
        or {"JWT": "JWT", "COGNITO_USER_POOLS": "COGNITO_USER_POOLS", "CUSTOM": "TOKEN"}[kind] != found["kind"]
    ):
        raise UnknownError(f"{word} {route.name}: {kind} by {name}")
    return who(found, scopes)


def header(source: Any) -> Any:
    """The name of a header, however it is said; without one it is this."""
    return str(source or "Authorization").removeprefix(OF_HEADER).removeprefix("$request.header.")


def unused(authorizers: Authorizers, routes: dict[str, Any]) -> Iterator[str]:
    """Authorizers that no route asks."""
    asked = [route["who may call"] for route in routes.values()]
    by = [each["let through by"] for each in asked if isinstance(each, dict)]
    yield from (name for name, authorizer in authorizers.items() if authorizer not in by)
