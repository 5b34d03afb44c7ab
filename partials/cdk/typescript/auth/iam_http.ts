/** Who may call the API: AWS identities that are allowed to, by policies of their own. */
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';

export function authorizer(): HttpIamAuthorizer {
  return new HttpIamAuthorizer();
}
