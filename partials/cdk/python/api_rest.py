"""The API: a REST API that leads each route to its function."""

from aws_cdk import Aws, Duration, Size, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
{% if custom_domain %}
from infra.constructs.api_domain import lead_domain_to
{% endif %}
from infra.constructs.log_group import LogGroup
from infra.settings import Settings

LOG_FORMAT = (
    '{"request_id": "$context.requestId", "time": "$context.requestTime", "ip": "$context.identity.sourceIp", '
    '"method": "$context.httpMethod", "route": "$context.resourcePath", "path": "$context.path", '
    '"status": "$context.status", "latency_ms": "$context.responseLatency", '
    '"integration_latency_ms": "$context.integration.latency", "integration_error": "$context.integration.error"}'
)
{% if not with_auth %}
PUBLIC = "Anyone may call this API: README says so"
{% endif %}
# What the gateway answers by itself looks like the functions' problems; {{ auth_facts.unknown_route.says }}.
PROBLEM = '{"type": "about:blank", MEMBERS, "request_id": "$context.requestId"}'
OWN_ANSWERS = [
    (apigateway.ResponseType.DEFAULT_4_XX, None, '"title": $context.error.messageString'),
    (apigateway.ResponseType.DEFAULT_5_XX, None, '"title": $context.error.messageString'),
    (apigateway.ResponseType.MISSING_AUTHENTICATION_TOKEN, "{{ auth_facts.unknown_route.code }}", '{{ auth_facts.unknown_route.members }}'),
    (apigateway.ResponseType.THROTTLED, None, '"title": "Too Many Requests", "status": 429'),
]


class Api(apigateway.RestApi):
    """Throttled, traced, and open to the pages of one origin; logged where the account has a role for it."""

    def __init__(self, scope: Construct{{ ', closed: apigateway.MethodOptions' if with_auth }}) -> None:
        settings = Settings.of(scope)
        stack_name = Stack.of(scope).stack_name
        log_group = None
        if settings.api_access_logs:
            log_group = LogGroup(scope, "RestApiLogGroup", name=f"/aws/vendedlogs/{stack_name}-api")
        super().__init__(
            scope,
            "RestApi",
            cloud_watch_role=False,
            default_cors_preflight_options=apigateway.CorsOptions(
{% include layers.infra ~ '/allow_headers.py' %}
                allow_methods=[
{% for method in functions | selectattr('route', 'defined') | map(attribute='route.method') | unique %}
                    "{{ method }}",
{% endfor %}
                    "OPTIONS",
                ],
                allow_origins=[settings.cors_allow_origin],
                max_age=Duration.minutes(10),
                status_code=200,
            ),
{% if with_auth %}
            default_method_options=closed,
{% endif %}
            deploy_options=apigateway.StageOptions(
                access_log_destination=apigateway.LogGroupLogDestination(log_group) if log_group else None,
                access_log_format=apigateway.AccessLogFormat.custom(LOG_FORMAT) if log_group else None,
                stage_name="live",
                throttling_burst_limit=settings.throttle_burst,
                throttling_rate_limit=settings.throttle_rate,
                tracing_enabled=True,
            ),
{% if custom_domain %}
            # Where it has a domain of its own, it answers there only.
            disable_execute_api_endpoint=settings.has_domain,
{% endif %}
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            # Larger answers are compressed for clients that accept it.
            min_compression_size=Size.kibibytes(1),
            rest_api_name=stack_name,
        )
        self.node.try_remove_child("Endpoint")  # an output that says the same as ApiUrl
        for kind, status, members in OWN_ANSWERS:
            self.add_gateway_response(
                kind.response_type,
                type=kind,
                status_code=status,
                response_headers={
                    "Access-Control-Allow-Origin": f"'{settings.cors_allow_origin}'",
                    "Content-Type": "'application/problem+json'",
{% if with_tokens %}
                    "WWW-Authenticate": "'Bearer'",
{% endif %}
                },
                templates={
                    "application/json": PROBLEM.replace("MEMBERS", members),
                },
            )
        acknowledge(
            self,
            {
                "AwsSolutions::AwsSolutions-APIG2": "Functions validate, and name each bad field",
{% if not waf %}
                "AwsSolutions::AwsSolutions-APIG3": "A web ACL costs by the month and by the request",
{% endif %}
{% if with_auth %}
                "AwsSolutions::AwsSolutions-APIG4": "Preflights alone are open: browsers send no proof with them",
{% else %}
                "AwsSolutions::AwsSolutions-APIG4": PUBLIC,
{% endif %}
                "AwsSolutions::AwsSolutions-APIG6": "Execution logs hold what clients send",
{% include layers.infra ~ '/auth/' ~ auth ~ '_rest_unmet.py' %}
            },
        )
        if not log_group:
            needs_role = "They need a role that an account has once: README says how to set it up, and turn them on"
            acknowledge(
                self,
                {
                    "AwsSolutions::AwsSolutions-APIG1": needs_role,
                    "Serverless::Serverless-APIGWAccessLogging": needs_role,
                },
            )
        self.base_url = f"https://{self.rest_api_id}.execute-api.{Aws.REGION}.{Aws.URL_SUFFIX}/live"
{% if custom_domain %}
        if settings.has_domain:
            lead_domain_to(self)
            self.base_url = f"https://{settings.domain_name}"
{% endif %}
        self.measured = self.deployment_stage

{% if auth_facts.route_scopes %}
    def lead(self, method: str, path: str, function: lambda_.Function{{ ', live: lambda_.Alias' if with_aliases }}, allowed_by: str) -> None:
        """Let a function answer a route, for callers whose token has the scope that allows it."""
{% else %}
    def lead(self, method: str, path: str, function: lambda_.Function{{ ', live: lambda_.Alias' if with_aliases }}) -> None:
        """Let a function answer a route."""
{% endif %}
        # What answers instead of the gateway sets the headers for pages of another origin.
        function.add_environment("CORS_ALLOW_ORIGIN", Settings.of(self).cors_allow_origin)
        integration = apigateway.LambdaIntegration({{ 'live' if with_aliases else 'function' }}, allow_test_invoke=False)
{% if auth_facts.route_scopes %}
        resource = self.root.resource_for_path(path)
        resource.add_method(method, integration, authorization_scopes=[allowed_by])
{% else %}
        self.root.resource_for_path(path).add_method(method, integration)
{% endif %}
