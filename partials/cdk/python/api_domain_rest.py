"""The API's own domain."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_route53 as route53

from infra.settings import Settings


def lead_domain_to(api: apigateway.RestApi) -> None:
    """Let the domain of the environment lead to an API, by a record where Route 53 has its zone."""
    settings = Settings.of(api)
    certificate = certificates.Certificate.from_certificate_arn(
        api,
        "Domain.Certificate",
        settings.domain_certificate_arn,
    )
    domain = apigateway.DomainName(
        api,
        "Domain",
        certificate=certificate,
        domain_name=settings.domain_name,
        endpoint_type=apigateway.EndpointType.REGIONAL,
        security_policy=apigateway.SecurityPolicy.TLS_1_2,
    )
    apigateway.BasePathMapping(api, "DomainMapping", domain_name=domain, rest_api=api, stage=api.deployment_stage)
    if settings.domain_zone_id != "none":
        route53.CfnRecordSet(
            api,
            "DomainRecord",
            alias_target=route53.CfnRecordSet.AliasTargetProperty(
                dns_name=domain.domain_name_alias_domain_name,
                hosted_zone_id=domain.domain_name_alias_hosted_zone_id,
            ),
            hosted_zone_id=settings.domain_zone_id,
            name=settings.domain_name,
            type="A",
        )
    CfnOutput(
        Stack.of(api),
        "ApiDomainTarget",
        description="Where the DNS record of the API's domain leads",
        value=domain.domain_name_alias_domain_name,
    )
