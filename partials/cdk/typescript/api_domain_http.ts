/** The API's own domain. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { settingsOf } from '../settings.ts';

/** Let the domain of the environment lead to an API, by a record where Route 53 has its zone. */
export function leadDomainTo(api: apigatewayv2.HttpApi, stage: apigatewayv2.IStage): void {
  const { domainCertificateArn, domainName, domainZoneId } = settingsOf(api);
  const domain = new apigatewayv2.DomainName(api, 'Domain', {
    certificate: Certificate.fromCertificateArn(api, 'Domain.Certificate', domainCertificateArn),
    domainName,
    endpointType: apigatewayv2.EndpointType.REGIONAL,
    securityPolicy: apigatewayv2.SecurityPolicy.TLS_1_2,
  });
  new apigatewayv2.ApiMapping(api, 'DomainMapping', { api, domainName: domain, stage });
  if (domainZoneId !== 'none') {
    new CfnRecordSet(api, 'DomainRecord', {
      aliasTarget: { dnsName: domain.regionalDomainName, hostedZoneId: domain.regionalHostedZoneId },
      hostedZoneId: domainZoneId,
      name: domainName,
      type: 'A',
    });
  }
  new CfnOutput(Stack.of(api), 'ApiDomainTarget', {
    description: "Where the DNS record of the API's domain leads",
    value: domain.regionalDomainName,
  });
}
