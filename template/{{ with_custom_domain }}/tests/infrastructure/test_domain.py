"""The API's own domain, where an environment has one: it leads to the API, and nothing else does."""

import json
from typing import Any

from infrastructure import ByType, logical_id

MODERN = {"TLS_1_2"}
KINDS = {
    "AWS::ApiGateway::DomainName": "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGatewayV2::DomainName": "AWS::ApiGatewayV2::ApiMapping",
}


def domains(by_type: ByType) -> dict[str, dict[str, Any]]:
    """Each with its configuration, in which HTTP and REST APIs differ."""
    found = {name: each for kind in KINDS for name, each in by_type[kind].items()}
    return {name: {**each, **(each.get("DomainNameConfigurations") or [{}])[0]} for name, each in found.items()}


def test_an_environment_has_the_domain_of_its_settings(by_type: ByType, settings: dict[str, Any]) -> None:
    wanted = {settings["domain_name"]} - {"none"}
    assert {each["DomainName"] for each in domains(by_type).values()} == wanted
    assert not wanted or settings["domain_certificate_arn"].startswith("arn:")


def test_a_domain_leads_to_the_api(by_type: ByType) -> None:
    led = [logical_id(each["DomainName"]) for kind in KINDS.values() for each in by_type[kind].values()]
    assert led == list(domains(by_type))


def test_old_tls_is_refused(by_type: ByType) -> None:
    assert {each["SecurityPolicy"] for each in domains(by_type).values()} <= MODERN


def test_with_a_domain_the_api_answers_nowhere_else(by_type: ByType, settings: dict[str, Any]) -> None:
    # What protects the domain, like a CDN before it, would be passed by.
    apis = [*by_type["AWS::ApiGateway::RestApi"].values(), *by_type["AWS::ApiGatewayV2::Api"].values()]
    said = json.dumps(apis).lower()
    assert ('"disableexecuteapiendpoint": true' in said) is (settings["domain_name"] != "none")


def test_its_zone_has_a_record_where_one_is_named(by_type: ByType, settings: dict[str, Any]) -> None:
    zone = settings["domain_zone_id"] if settings["domain_name"] != "none" else "none"
    assert {each["HostedZoneId"] for each in by_type["AWS::Route53::RecordSet"].values()} >= {zone} - {"none"}
