"""Who may call the API: AWS identities that are allowed to, by policies of their own."""

from aws_cdk.aws_apigatewayv2_authorizers import HttpIamAuthorizer


def authorizer() -> HttpIamAuthorizer:
    return HttpIamAuthorizer()
