"""Who may call the API: whoever has a token that a function of the service's own finds good."""

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway

from infra.constructs.service_function import ServiceFunction
from infra.settings import Settings

# What is no token does not even reach the function.
BEARER = r"^[Bb]earer [A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"


def authorizer(authorize: ServiceFunction) -> apigateway.MethodOptions:
    settings = Settings.of(authorize)
    authorize.function.add_environment("JWT_AUDIENCE", settings.jwt_audience)
    authorize.function.add_environment("JWT_ISSUER", settings.jwt_issuer)
    return apigateway.MethodOptions(
        authorization_type=apigateway.AuthorizationType.CUSTOM,
        authorizer=apigateway.TokenAuthorizer(
            authorize,
            "TokenAuthorizer",
            authorizer_name="TokenAuthorizer",
            handler=authorize.{{ deployment_facts.called }},
            # What it said of a token holds for a minute.
            results_cache_ttl=Duration.minutes(1),
            validation_regex=BEARER,
        ),
    )
