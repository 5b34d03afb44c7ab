"""The API: an HTTP API that leads each route to its function."""

import jsii
from aws_cdk import Duration, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

{% if not with_auth %}
from infra.constructs.acknowledge import acknowledge
{% endif %}
{% if custom_domain %}
from infra.constructs.api_domain import lead_domain_to
{% endif %}
from infra.constructs.log_group import LogGroup
from infra.settings import Settings

{% if not with_auth %}
PUBLIC = "Anyone may call this API: README says so"
{% endif %}
LOG_FORMAT = (
    '{"request_id": "$context.requestId", "time": "$context.requestTime", "ip": "$context.identity.sourceIp", '
    '"route": "$context.routeKey", "path": "$context.path", "status": "$context.status", '
    '"latency_ms": "$context.responseLatency", "integration_latency_ms": "$context.integrationLatency", '
    '"integration_error": "$context.integrationErrorMessage"}'
)


@jsii.implements(apigatewayv2.IAccessLogSettings)
class AccessLogs:
    def __init__(self, log_group: LogGroup) -> None:
        self._log_group = log_group

    @property
    def destination(self) -> apigatewayv2.IAccessLogDestination:
        return apigatewayv2.LogGroupLogDestination(self._log_group)

    @property
    def format(self) -> apigateway.AccessLogFormat:
        return apigateway.AccessLogFormat.custom(LOG_FORMAT)


class Api(apigatewayv2.HttpApi):
    """Throttled, logged, and open to the pages of one origin{{ '; each route asks who calls' if with_auth }}."""

    def __init__(self, scope: Construct{{ ', authorizer: apigatewayv2.IHttpRouteAuthorizer' if with_auth }}) -> None:
        settings = Settings.of(scope)
        stack_name = Stack.of(scope).stack_name
        super().__init__(
            scope,
            "HttpApi",
            api_name=stack_name,
            cors_preflight=apigatewayv2.CorsPreflightOptions(
{% include layers.infra ~ '/allow_headers.py' %}
                allow_methods=[
{% for method in functions | selectattr('route', 'defined') | map(attribute='route.method') | unique %}
                    apigatewayv2.CorsHttpMethod.{{ method }},
{% endfor %}
                ],
                allow_origins=[settings.cors_allow_origin],
                expose_headers=["etag", "location", "retry-after"],
                max_age=Duration.minutes(10),
            ),
            create_default_stage=False,
{% if custom_domain %}
            # Where it has a domain of its own, it answers there only.
            disable_execute_api_endpoint=settings.has_domain,
{% endif %}
{% if with_auth %}
            default_authorizer=authorizer,
{% endif %}
        )
        # This prefix keeps it out of the account's policy for log delivery, which has room for a few groups only.
        log_group = LogGroup(self, "LogGroup", name=f"/aws/vendedlogs/{stack_name}-api")
        {{ 'stage = ' if custom_domain }}self.add_stage(
            "Stage",
            access_log_settings=AccessLogs(log_group),
            auto_deploy=True,
            throttle=apigatewayv2.ThrottleSettings(
                burst_limit=settings.throttle_burst,
                rate_limit=settings.throttle_rate,
            ),
        )
{% if not with_auth %}
        acknowledge(self, {"AwsSolutions::AwsSolutions-APIG4": PUBLIC})
{% endif %}
{% if custom_domain %}
        if settings.has_domain:
            lead_domain_to(self, stage)
        self.base_url = f"https://{settings.domain_name}" if settings.has_domain else self.api_endpoint
{% else %}
        self.base_url = self.api_endpoint
{% endif %}
        self.measured = self

{% if auth_facts.route_scopes %}
    def lead(self, method: str, path: str, function: lambda_.{{ 'IFunction' if with_aliases else 'Function' }}, allowed_by: str) -> None:
        """Let a function answer a route, for callers whose token has the scope that allows it."""
        self.add_routes(
            path=path,
            methods=[apigatewayv2.HttpMethod[method]],
            integration=HttpLambdaIntegration("Integration", function),
            authorization_scopes=[allowed_by],
        )
{% else %}
    def lead(self, method: str, path: str, function: lambda_.{{ 'IFunction' if with_aliases else 'Function' }}) -> None:
        """Let a function answer a route."""
        integration = HttpLambdaIntegration("Integration", function)
        self.add_routes(path=path, methods=[apigatewayv2.HttpMethod[method]], integration=integration)
{% endif %}
