"""Who may call the API: whoever has a token of the environment's issuer, for the environment's audience."""

from aws_cdk.aws_apigatewayv2_authorizers import HttpJwtAuthorizer
from constructs import Construct

from infra.settings import Settings


def authorizer(scope: Construct) -> HttpJwtAuthorizer:
    settings = Settings.of(scope)
    return HttpJwtAuthorizer("TokenAuthorizer", settings.jwt_issuer, jwt_audience=[settings.jwt_audience])
