"""The API's own domain."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_route53 as route53

from infra.settings import Settings


def lead_domain_to(api: apigatewayv2.HttpApi, stage: apigatewayv2.IStage) -> None:
    """Let the domain of the environment lead to an API, by a record where Route 53 has its zone."""
    settings = Settings.of(api)
    certificate = certificates.Certificate.from_certificate_arn(
        api,
        "Domain.Certificate",
        settings.domain_certificate_arn,
    )
    domain = apigatewayv2.DomainName(
        api,
        "Domain",
        certificate=certificate,
        domain_name=settings.domain_name,
        endpoint_type=apigatewayv2.EndpointType.REGIONAL,
        security_policy=apigatewayv2.SecurityPolicy.TLS_1_2,
    )
    apigatewayv2.ApiMapping(api, "DomainMapping", api=api, domain_name=domain, stage=stage)
    if settings.domain_zone_id != "none":
        route53.CfnRecordSet(
            api,
            "DomainRecord",
            alias_target=route53.CfnRecordSet.AliasTargetProperty(
                dns_name=domain.regional_domain_name,
                hosted_zone_id=domain.regional_hosted_zone_id,
            ),
            hosted_zone_id=settings.domain_zone_id,
            name=settings.domain_name,
            type="A",
        )
    CfnOutput(
        Stack.of(api),
        "ApiDomainTarget",
        description="Where the DNS record of the API's domain leads",
        value=domain.regional_domain_name,
    )
