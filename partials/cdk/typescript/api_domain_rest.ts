/** The API's own domain. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { settingsOf } from '../settings.ts';

/** Let the domain of the environment lead to an API, by a record where Route 53 has its zone. */
export function leadDomainTo(api: apigateway.RestApi): void {
  const { domainCertificateArn, domainName, domainZoneId } = settingsOf(api);
  const domain = new apigateway.DomainName(api, 'Domain', {
    certificate: Certificate.fromCertificateArn(api, 'Domain.Certificate', domainCertificateArn),
    domainName,
    endpointType: apigateway.EndpointType.REGIONAL,
    securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
  });
  new apigateway.BasePathMapping(api, 'DomainMapping', {
    domainName: domain,
    restApi: api,
    stage: api.deploymentStage,
  });
  if (domainZoneId !== 'none') {
    new CfnRecordSet(api, 'DomainRecord', {
      aliasTarget: { dnsName: domain.domainNameAliasDomainName, hostedZoneId: domain.domainNameAliasHostedZoneId },
      hostedZoneId: domainZoneId,
      name: domainName,
      type: 'A',
    });
  }
  new CfnOutput(Stack.of(api), 'ApiDomainTarget', {
    description: "Where the DNS record of the API's domain leads",
    value: domain.domainNameAliasDomainName,
  });
}
