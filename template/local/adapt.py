"""What the emulator takes differently from AWS: a template as it can deploy it.

Whatever is left out or changed here is not tried by `make local` and `make e2e`: README says so.
"""

import re
from typing import Any

Template = dict[str, Any]

# The emulator asks for permissions of these names; AWS knows only the first of each.
BATCHES = {"sqs:SendMessage": "sqs:SendMessageBatch", "sns:Publish": "sns:PublishBatch"}
# The API's id, so that its URL is the same each time.
API_ID = "api"


def adapted(template: Template, values: dict[str, str]) -> Template:
    """The template without what the emulator refuses, and with what it would overlook."""
    resources: Template = {}
    for logical_id, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in properties:
            continue  # it has no metric math
        if resource["Type"] == "AWS::Scheduler::Schedule":
            properties["State"] = "DISABLED"  # it does not tell what time a run is due
        if resource["Type"] == "AWS::ApiGatewayV2::Api":
            resources |= routes_of(logical_id, properties)
        match properties:
            case {"ScalingConfig": {"MaximumConcurrency": {"Ref": parameter}}} if parameter in values:
                # It would compare a number with the parameter's text.
                properties["ScalingConfig"] = {"MaximumConcurrency": int(values[parameter])}
        resources[logical_id] = with_policies_adapted(resource)
    # What the CDK's bootstrap stack would have to say.
    parameters = {name: each for name, each in template.get("Parameters", {}).items() if name != "BootstrapVersion"}
    kept = {name: each for name, each in template.items() if name != "Rules"}
    return {**kept, "Parameters": parameters, "Resources": resources}


def with_policies_adapted(value: Any) -> Any:
    """Whatever has policies in it, without what denies requests that have no TLS: on loopback none has."""
    if isinstance(value, list):
        return [with_policies_adapted(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "Statement" in value:
        asks_for_tls = [each.get("Condition", {}).get("Bool", {}) for each in value["Statement"]]
        pairs = zip(value["Statement"], asks_for_tls, strict=True)
        return {**value, "Statement": [with_batches(each) for each, asks in pairs if "aws:SecureTransport" not in asks]}
    return {name: with_policies_adapted(each) for name, each in value.items()}


def with_batches(statement: dict[str, Any]) -> dict[str, Any]:
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    return {**statement, "Action": [*actions, *(BATCHES[each] for each in actions if each in BATCHES)]}


def routes_of(logical_id: str, api: dict[str, Any]) -> Template:
    """The routes of an HTTP API as resources of their own: the emulator does not read them from a `Body`."""
    body = api.pop("Body", {})
    # The emulator reads the names of its own interface here.
    cors = body.get("x-amazon-apigateway-cors") or api.get("CorsConfiguration", {})
    api["CorsConfiguration"] = {name[0].lower() + name[1:]: value for name, value in cors.items()}
    api |= {"Name": logical_id, "ProtocolType": "HTTP", "Tags": {"ms-custom-id": API_ID}}
    resources: Template = {}
    for path, operations in body.get("paths", {}).items():
        for method, operation in operations.items():
            integration = operation["x-amazon-apigateway-integration"]
            name = re.sub(r"\W", "", f"{method}{path}")
            resources[f"{name}Integration"] = {
                "Type": "AWS::ApiGatewayV2::Integration",
                "Properties": {
                    "ApiId": {"Ref": logical_id},
                    "IntegrationType": "AWS_PROXY",
                    "IntegrationUri": integration["uri"],
                    "PayloadFormatVersion": integration["payloadFormatVersion"],
                },
            }
            resources[f"{name}Route"] = {
                "Type": "AWS::ApiGatewayV2::Route",
                "Properties": {
                    "ApiId": {"Ref": logical_id},
                    "RouteKey": f"{method.upper()} {path}",
                    "Target": {"Fn::Sub": f"integrations/${{{name}Integration}}"},
                },
            }
    return resources
