"""Who may call the API: whoever has an access token of the user pool, for its client."""

from aws_cdk.aws_apigatewayv2_authorizers import HttpJwtAuthorizer

from infra.constructs.user_pool import UserPool


def authorizer(user_pool: UserPool) -> HttpJwtAuthorizer:
    audience = [user_pool.client_id]
    return HttpJwtAuthorizer("TokenAuthorizer", user_pool.user_pool_provider_url, jwt_audience=audience)
