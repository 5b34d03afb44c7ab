"""Domains of APIs, and what they lead to; HTTP and REST APIs say it in words of their own."""

from typing import Any

from harness.description.resources import Resource, Resources
from harness.description.words import Words


def domains(resources: Resources) -> dict[str, Any]:
    found = {it.name: rest_domain(it, resources) for it in resources.of("AWS::ApiGateway::DomainName")}
    return {**found, **{it.name: http_domain(it, resources) for it in resources.of("AWS::ApiGatewayV2::DomainName")}}


def rest_domain(it: Resource, resources: Resources) -> dict[str, Any]:
    return {
        "name": it.take("DomainName"),
        "certificate": it.take("RegionalCertificateArn"),
        "endpoint": it.part("EndpointConfiguration").take("Types"),
        "TLS": it.take("SecurityPolicy"),
        "leads to": [
            {"api": each.take("RestApiId"), "stage": each.take("Stage"), "below": each.take("BasePath")}
            for each in resources.of("AWS::ApiGateway::BasePathMapping", DomainName=it.name)
        ],
    }


def http_domain(it: Resource, resources: Resources) -> dict[str, Any]:
    [configuration] = it.parts("DomainNameConfigurations")
    return {
        "name": it.take("DomainName"),
        "certificate": configuration.take("CertificateArn"),
        "endpoint": [configuration.take("EndpointType")],
        "TLS": configuration.take("SecurityPolicy"),
        "leads to": [
            {"api": each.take("ApiId"), "stage": each.take("Stage"), "below": each.take("ApiMappingKey")}
            for each in resources.of("AWS::ApiGatewayV2::ApiMapping", DomainName=it.name)
        ],
    }


def records(resources: Resources) -> dict[str, Any]:
    """Of DNS."""
    return {it.name: record(it) for it in resources.of("AWS::Route53::RecordSet")}


def record(it: Words) -> dict[str, Any]:
    return {
        "zone": it.take("HostedZoneId"),
        "name": it.take("Name"),
        "type": it.take("Type"),
        "alias of": it.take("AliasTarget"),
    }


def answers_elsewhere(properties: Words, of_document: Words) -> bool:
    """Whether the API has its URL of AWS's, too, beside that of a domain."""
    said = properties.take("DisableExecuteApiEndpoint", default=False)
    for server in of_document.parts("servers"):
        said = server.part("x-amazon-apigateway-endpoint-configuration").take("disableExecuteApiEndpoint") or said
    return not said
