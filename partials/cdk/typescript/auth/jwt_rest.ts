/** Who may call the API: whoever has a token that a function of the service's own finds good. */
import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { settingsOf } from '../settings.ts';
import type { ServiceFunction } from './service-function.ts';

// What is no token does not even reach the function.
const TOKEN = String.raw`^[Bb]earer [A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`;

export function authorizer(authorize: ServiceFunction): apigateway.MethodOptions {
  const { jwtAudience, jwtIssuer } = settingsOf(authorize);
  authorize.function.addEnvironment('JWT_AUDIENCE', jwtAudience);
  authorize.function.addEnvironment('JWT_ISSUER', jwtIssuer);
  return {
    authorizationType: apigateway.AuthorizationType.CUSTOM,
    authorizer: new apigateway.TokenAuthorizer(authorize, 'TokenAuthorizer', {
      authorizerName: 'TokenAuthorizer',
      handler: authorize.{{ deployment_facts.called }},
      // What it said of a token holds for a minute.
      resultsCacheTtl: Duration.minutes(1),
      validationRegex: TOKEN,
    }),
  };
}
