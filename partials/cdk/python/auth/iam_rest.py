"""Who may call the API: AWS identities that are allowed to, by policies of their own."""

from aws_cdk import aws_apigateway as apigateway


def authorizer() -> apigateway.MethodOptions:
    return apigateway.MethodOptions(authorization_type=apigateway.AuthorizationType.IAM)
