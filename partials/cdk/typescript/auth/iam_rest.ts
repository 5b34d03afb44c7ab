/** Who may call the API: AWS identities that are allowed to, by policies of their own. */
import * as apigateway from 'aws-cdk-lib/aws-apigateway';

export function authorizer(): apigateway.MethodOptions {
  return { authorizationType: apigateway.AuthorizationType.IAM };
}
