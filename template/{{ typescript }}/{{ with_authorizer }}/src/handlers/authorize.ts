/** Looks at the token of a request, and says what it allows. */
import type { APIGatewayAuthorizerWithContextResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { keysOf, UnreachableError } from '../shared/keys.ts';
import { logger, observed } from '../shared/observability.ts';
import { allowed } from '../shared/scopes.ts';
import { bearer, type Claims, scopesOf, verified } from '../shared/tokens.ts';

type Answer = APIGatewayAuthorizerWithContextResult<{ sub: string; client_id: string; scope: string }>;

const ISSUER = process.env['JWT_ISSUER'] ?? '';
const AUDIENCE = process.env['JWT_AUDIENCE'] ?? '';

const keys = keysOf(ISSUER);

export const handler = observed<APIGatewayTokenAuthorizerEvent, Answer>(async (event) => {
  const claims = await claimsOf(event.authorizationToken);
  logger.info('accepted', { caller: claims.sub });
  return answer(claims, event.methodArn);
});

async function claimsOf(text: string): Promise<Claims> {
  try {
    return await verified(bearer(text), keys, ISSUER, AUDIENCE);
  } catch (error) {
    if (error instanceof UnreachableError) {
      throw error;
    }
    logger.info('refused', { reason: error instanceof Error ? error.name : 'unknown' });
    // API Gateway answers 401 to this text; anything else is a 500.
    throw new Error('Unauthorized');
  }
}

/** What API Gateway remembers of the token, for all routes: those that it may call, and who has it. */
function answer(claims: Claims, methodArn: string): Answer {
  const stage = methodArn.split('/').slice(0, 2).join('/');
  const scopes = scopesOf(claims);
  const routes = allowed(scopes).map((route) => `${stage}/${route}`);
  const client = claims['client_id'] ?? claims['azp'] ?? '';
  return {
    principalId: claims.sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: routes.length > 0 ? 'Allow' : 'Deny',
          Resource: routes.length > 0 ? routes : [`${stage}/*`],
        },
      ],
    },
    context: { sub: claims.sub, client_id: String(client), scope: [...scopes].sort().join(' ') },
  };
}
