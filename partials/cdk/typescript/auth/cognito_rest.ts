/** Who may call the API: whoever has an access token of the user pool. */
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { UserPool } from './user-pool.ts';

export function authorizer(userPool: UserPool): apigateway.MethodOptions {
  return {
    authorizationType: apigateway.AuthorizationType.COGNITO,
    authorizer: new apigateway.CognitoUserPoolsAuthorizer(userPool.stack, 'TokenAuthorizer', {
      authorizerName: 'TokenAuthorizer',
      cognitoUserPools: [userPool],
    }),
  };
}
