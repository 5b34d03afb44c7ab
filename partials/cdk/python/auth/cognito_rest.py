"""Who may call the API: whoever has an access token of the user pool."""

from aws_cdk import aws_apigateway as apigateway

from infra.constructs.user_pool import UserPool


def authorizer(user_pool: UserPool) -> apigateway.MethodOptions:
    return apigateway.MethodOptions(
        authorization_type=apigateway.AuthorizationType.COGNITO,
        authorizer=apigateway.CognitoUserPoolsAuthorizer(
            user_pool.stack,
            "TokenAuthorizer",
            authorizer_name="TokenAuthorizer",
            cognito_user_pools=[user_pool],
        ),
    )
