/** Who may call the API: whoever has an access token of the user pool, for its client. */
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { UserPool } from './user-pool.ts';

export function authorizer(userPool: UserPool): HttpJwtAuthorizer {
  const jwtAudience = [userPool.clientId];
  return new HttpJwtAuthorizer('TokenAuthorizer', userPool.userPoolProviderUrl, { jwtAudience });
}
