"""HTTP APIs, whether their routes stand in a document or are resources."""

from collections.abc import Iterator
from typing import Any

from harness.description.callers import Authorizers, Callers, header, of_resource, unused
from harness.description.resources import Resource, Resources
from harness.description.routes import access_log, called, operations
from harness.description.words import UnknownError, Words, listed, referred

CORS = {
    "origins": "AllowOrigins",
    "methods": "AllowMethods",
    "headers": "AllowHeaders",
    "headers that pages may read": "ExposeHeaders",
    "with credentials": "AllowCredentials",
    "remembered for seconds": "MaxAge",
}


def http_apis(resources: Resources) -> dict[str, Any]:
    return {it.name: http_api(it, resources) for it in resources.of("AWS::ApiGatewayV2::Api")}


def http_api(it: Resource, resources: Resources) -> dict[str, Any]:
    it.expect("ProtocolType", "HTTP")
    body = it.part("Body")
    authorizers = {
        f"${{{each.name}}}": authorizer(each) for each in resources.of("AWS::ApiGatewayV2::Authorizer", ApiId=it.name)
    }
    routes = {**dict(routes_of_document(it, body)), **dict(routes_of_resources(it, resources, authorizers))}
    if left := list(unused(authorizers, routes)):
        raise UnknownError(f"no route asks {left}")
    return {
        "name": it.take("Name") or body.part("info").take("title"),
        "routes": routes,
        "pages of other origins": cors(it.part("CorsConfiguration"), body.part("x-amazon-apigateway-cors")),
        "stages": dict(stage(each) for each in resources.of("AWS::ApiGatewayV2::Stage", ApiId=it.name)),
    }


def routes_of_document(it: Resource, body: Words) -> Iterator[tuple[str, dict[str, Any]]]:
    callers = Callers(body, authorizer_of_document)
    for route, operation in operations(it, body):
        operation.expect("responses", {})
        integration = operation.part("x-amazon-apigateway-integration")
        integration.expect("type", "aws_proxy")
        integration.expect("httpMethod", "POST")
        yield (
            route,
            {
                "calls": called(integration.take("uri")),
                "payload format": integration.take("payloadFormatVersion"),
                "who may call": callers.of(operation),
            },
        )
    callers.done()


def authorizer_of_document(said: Words) -> dict[str, Any]:
    said.expect("type", "jwt")
    tokens = said.part("jwtConfiguration")
    return {
        "kind": "JWT",
        "token in": header(said.take("identitySource")),
        "issuer": tokens.take("issuer"),
        "audience": tokens.take("audience"),
    }


def authorizer(it: Resource) -> dict[str, Any]:
    it.take("Name")
    tokens = it.part("JwtConfiguration")
    [source] = listed(it.take("IdentitySource"))
    return {
        "kind": it.take("AuthorizerType"),
        "token in": header(source),
        "issuer": tokens.take("Issuer"),
        "audience": tokens.take("Audience"),
    }


def routes_of_resources(
    it: Resource, resources: Resources, authorizers: Authorizers
) -> Iterator[tuple[str, dict[str, Any]]]:
    integrations = {each.name: each for each in resources.of("AWS::ApiGatewayV2::Integration", ApiId=it.name)}
    for route in resources.of("AWS::ApiGatewayV2::Route", ApiId=it.name):
        integration = integrations[referred(route.take("Target").removeprefix("integrations/"))]
        integration.expect("IntegrationType", "AWS_PROXY")
        integration.expect("IntegrationMethod", "POST")
        yield (
            route.take("RouteKey"),
            {
                "calls": called(integration.take("IntegrationUri")),
                "payload format": integration.take("PayloadFormatVersion"),
                "who may call": of_resource(route, authorizers, "the route"),
            },
        )


def cors(properties: Words, of_document: Words) -> dict[str, Any]:
    return {word: properties.take(name) or of_document.take(name[0].lower() + name[1:]) for word, name in CORS.items()}


def stage(it: Resource) -> tuple[str, dict[str, Any]]:
    limits = it.part("DefaultRouteSettings")
    return it.take("StageName"), {
        "deploys changes": it.take("AutoDeploy", default=False),
        "requests a second": limits.take("ThrottlingRateLimit"),
        "requests at once": limits.take("ThrottlingBurstLimit"),
        "metrics of each route": limits.take("DetailedMetricsEnabled", default=False),
        "access log": access_log(it.part("AccessLogSettings")),
    }
