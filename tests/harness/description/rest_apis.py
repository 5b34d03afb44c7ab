"""REST APIs, whether their methods and answers stand in a document or are resources."""

import re
from collections.abc import Iterator
from typing import Any

from harness.description.callers import Authorizers, Callers, header, of_resource, unused
from harness.description.resources import Resource, Resources
from harness.description.routes import access_log, called, operations
from harness.description.words import UnknownError, Words, document

Named = Iterator[tuple[str, dict[str, Any]]]


def rest_apis(resources: Resources) -> dict[str, Any]:
    return {it.name: rest_api(it, resources) for it in resources.of("AWS::ApiGateway::RestApi")}


def rest_api(it: Resource, resources: Resources) -> dict[str, Any]:
    body = it.part("Body")
    name, endpoint = it.take("Name"), it.part("EndpointConfiguration").take("Types", ["EDGE"])
    body.part("info").expect("title", name)
    it.expect("Parameters", {"endpointConfigurationTypes": ",".join(endpoint)})
    authorizers = {
        f"${{{each.name}}}": authorizer(each) for each in resources.of("AWS::ApiGateway::Authorizer", RestApiId=it.name)
    }
    routes = {**dict(routes_of_document(it, body)), **dict(routes_of_resources(it, resources, authorizers))}
    if left := list(unused(authorizers, routes)):
        raise UnknownError(f"no route asks {left}")
    return {
        "name": name,
        "endpoint": endpoint,
        "routes": routes,
        "own answers": {**dict(own_answers_of_document(body)), **dict(own_answers_of_resources(it, resources))},
        "stages": dict(stages(it, resources)),
    }


def routes_of_document(it: Resource, body: Words) -> Named:
    callers = Callers(body, authorizer_of_document)
    for route, operation in operations(it, body):
        integration = operation.part("x-amazon-apigateway-integration")
        kind = integration.take("type")
        if kind == "aws_proxy":
            integration.expect("httpMethod", "POST")
            operation.expect("responses", {})
            yield route, {"calls": called(integration.take("uri")), "who may call": callers.of(operation)}
        elif kind == "mock":
            answer = integration.part("responses").part("default")
            status = answer.take("statusCode")
            declared = operation.part("responses").part(status)
            operation.take("summary")
            declared.take("description")
            check_request(integration.take("requestTemplates"))
            yield (
                route,
                {
                    "answers": status,
                    "headers": headers(answer.take("responseParameters", {}), declared.take("headers", {})),
                    "body": document(answer.part("responseTemplates").take("application/json")),
                    "who may call": callers.of(operation),
                },
            )
        else:
            raise UnknownError(f"{integration.place}: {kind}")
    callers.done()


def authorizer_of_document(said: Words) -> dict[str, Any]:
    return looked_at(
        said.take("type", "").upper(),
        header(said.take("identitySource")),
        said.take("providerARNs"),
        said.take("authorizerUri"),
        said.take("identityValidationExpression"),
        said.take("authorizerResultTtlInSeconds"),
    )


def authorizer(it: Resource) -> dict[str, Any]:
    it.take("Name")
    return looked_at(
        it.take("Type"),
        header(it.take("IdentitySource")),
        it.take("ProviderARNs"),
        it.take("AuthorizerUri"),
        it.take("IdentityValidationExpression"),
        it.take("AuthorizerResultTtlInSeconds"),
    )


def looked_at(kind: str, where: str, pools: Any, uri: Any, form: Any, seconds: Any) -> dict[str, Any]:  # noqa: PLR0913, PLR0917
    return {
        "kind": kind,
        "token in": where,
        "user pools": pools,
        "asks": uri and called(uri),
        "looks like": form,
        "remembered for seconds": 300 if seconds is None else seconds,
    }


def routes_of_resources(it: Resource, resources: Resources, authorizers: Authorizers) -> Named:
    paths = paths_of_resources(it, resources)
    for method in resources.of("AWS::ApiGateway::Method", RestApiId=it.name):
        method.expect("ApiKeyRequired", False)  # noqa: FBT003
        integration = method.part("Integration")
        kind = integration.take("Type")
        who = {"who may call": of_resource(method, authorizers, "the method")}
        route = f"{method.take('HttpMethod')} {paths[method.take('ResourceId')]}"
        if kind == "AWS_PROXY":
            integration.expect("IntegrationHttpMethod", "POST")
            yield route, {"calls": called(integration.take("Uri")), **who}
        elif kind == "MOCK":
            [answer] = integration.parts("IntegrationResponses")
            [declared] = method.parts("MethodResponses")
            status = answer.take("StatusCode")
            declared.expect("StatusCode", status)
            check_request(integration.take("RequestTemplates"))
            yield (
                route,
                {
                    "answers": status,
                    "headers": headers(answer.take("ResponseParameters", {}), declared.take("ResponseParameters", {})),
                    "body": document(answer.part("ResponseTemplates").take("application/json")),
                    **who,
                },
            )
        else:
            raise UnknownError(f"{method.place}: {kind}")


def paths_of_resources(it: Resource, resources: Resources) -> dict[str, str]:
    """The path of each reference to a part of one."""
    parts = {
        f"${{{each.name}}}": (each.take("ParentId"), each.take("PathPart"))
        for each in resources.of("AWS::ApiGateway::Resource", RestApiId=it.name)
    }
    root = f"${{{it.name}.RootResourceId}}"

    def path(reference: str) -> str:
        if reference == root:
            return ""
        parent, part = parts[reference]
        return f"{path(parent)}/{part}"

    return {root: "/", **{reference: path(reference) for reference in parts}}


def check_request(templates: dict[str, str]) -> None:
    """What a mock is given chooses among its answers; there is only one."""
    for text in templates.values():
        if not re.fullmatch(r'\{\s*"?statusCode"?\s*:\s*200\s*\}\s*', text):
            raise UnknownError(f"what a mock is given: {text}")


def headers(said: dict[str, str], declared: dict[str, Any]) -> dict[str, str]:
    """By their names; a REST API sends those only that are declared as well."""
    found = {name.rpartition(".header.")[2]: value for name, value in said.items()}
    if set(found) != {name.rpartition(".header.")[2] for name in declared} or False in declared.values():
        raise UnknownError(f"headers are {sorted(found)}, and {declared} are declared")
    return found


def own_answers_of_document(body: Words) -> Named:
    """What the API answers by itself, without a function."""
    answers = body.part("x-amazon-apigateway-gateway-responses")
    for kind in answers.names():
        answer = answers.part(kind)
        yield (
            kind,
            {
                "status": answer.take("statusCode"),
                "headers": own_headers(answer.take("responseParameters", {})),
                "bodies": answer.take("responseTemplates"),
            },
        )


def own_answers_of_resources(it: Resource, resources: Resources) -> Named:
    for answer in resources.of("AWS::ApiGateway::GatewayResponse", RestApiId=it.name):
        yield (
            answer.take("ResponseType"),
            {
                "status": answer.take("StatusCode"),
                "headers": own_headers(answer.take("ResponseParameters", {})),
                "bodies": answer.take("ResponseTemplates"),
            },
        )


def own_headers(said: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("gatewayresponse.header."): value for name, value in said.items()}


def stages(it: Resource, resources: Resources) -> Named:
    """A deployment is how changes get to a stage, and no part of what the API is."""
    deployments = resources.of("AWS::ApiGateway::Deployment", RestApiId=it.name)
    for deployment in deployments:
        deployment.take("Description")
    for stage in resources.of("AWS::ApiGateway::Stage", RestApiId=it.name):
        stage.expect("DeploymentId", *(f"${{{each.name}}}" for each in deployments))
        yield (
            stage.take("StageName"),
            {
                "tracing": stage.take("TracingEnabled", default=False),
                "methods": dict(method_settings(each) for each in stage.parts("MethodSettings")),
                "access log": access_log(stage.part("AccessLogSetting")),
            },
        )


def method_settings(settings: Words) -> tuple[str, dict[str, Any]]:
    return f"{settings.take('HttpMethod')} {settings.take('ResourcePath')}", {
        "requests a second": settings.take("ThrottlingRateLimit"),
        "requests at once": settings.take("ThrottlingBurstLimit"),
        "metrics of each method": settings.take("MetricsEnabled", default=False),
        "log of executions": settings.take("LoggingLevel", "OFF"),
        "log of what is sent": settings.take("DataTraceEnabled", default=False),
    }
