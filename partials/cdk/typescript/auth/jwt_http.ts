/** Who may call the API: whoever has a token of the environment's issuer, for the environment's audience. */
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';

export function authorizer(scope: Construct): HttpJwtAuthorizer {
  const { jwtAudience, jwtIssuer } = settingsOf(scope);
  return new HttpJwtAuthorizer('TokenAuthorizer', jwtIssuer, { jwtAudience: [jwtAudience] });
}
