"""What HTTP and REST APIs have in common."""

import re
from collections.abc import Iterator
from typing import Any

from harness.description.resources import Resource
from harness.description.words import PARTITION, REGION, UnknownError, Words, document, of_arn

ANY_FUNCTION = rf"arn:{PARTITION}:apigateway:{REGION}:lambda:path/2015-03-31/functions/"
OF_LAMBDA = re.compile(rf"(?:{ANY_FUNCTION}(?P<rest>\$\{{\w+\.Arn\}})/invocations|(?P<http>\$\{{\w+\.Arn\}}))")


def called(uri: str) -> str:
    """The function that an integration calls."""
    found = OF_LAMBDA.fullmatch(uri)
    if not found:
        raise UnknownError(f"calls no function: {uri}")
    return of_arn(found["rest"] or found["http"])


def operations(it: Resource, body: Words) -> Iterator[tuple[str, Words]]:
    """Those of the OpenAPI document that SAM makes of a function's events: `GET /items`, and what is said of it."""
    body.expect("openapi", "3.0.1")
    body.part("info").expect("version", "1.0")
    it.own_tags |= {tag.take("name"): tag.take("x-amazon-apigateway-tag-value") for tag in body.parts("tags")}
    paths = body.part("paths")
    for path in paths.names():
        verbs = paths.part(path)
        for verb in verbs.names():
            operation = verbs.part(verb)
            operation.expect("parameters", parameters(path))
            yield f"{verb.upper()} {path}", operation


def parameters(path: str) -> list[dict[str, Any]]:
    """They say no more than the path itself."""
    return [{"name": name, "in": "path", "required": True} for name in re.findall(r"\{(\w+)\}", path)]


def access_log(settings: Words) -> dict[str, Any] | None:
    """Where it is written, and how; the ARN of a log group may end with that of all its streams."""
    if (arn := settings.take("DestinationArn")) is None:
        return None
    found = re.fullmatch(rf"arn:{PARTITION}:logs:{REGION}:\$\{{AWS::AccountId\}}:log-group:\$\{{(\w+)\}}", arn)
    return {"to": found[1] if found else of_arn(arn), "format": document(settings.take("Format"))}
