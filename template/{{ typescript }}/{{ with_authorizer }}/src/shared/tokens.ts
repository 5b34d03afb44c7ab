/** What a token is worth: signed by the issuer, for this API, and neither too old nor too young. */
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';

// The key says how a signature is made, of these two ways; a token that says otherwise lies.
const ALGORITHMS = ['ES256', 'RS256'];
// How far the clocks of the issuer and of Lambda may be apart.
const TOLERANCE_SECONDS = 30;

export type Claims = JWTPayload & { readonly sub: string };

/** The token in a header. Throws an error where there is something else. */
export function bearer(text: string): string {
  const [kind, token] = text.split(' ');
  if (kind?.toLowerCase() !== 'bearer' || !token) {
    throw new errors.JWTInvalid('There is no token.');
  }
  return token;
}

/** The token's claims. Throws UnreachableError, or another error unless all of it holds. */
export async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  issuer: string,
  audience: string,
): Promise<Claims> {
  const named: JWTVerifyGetKey = (header, flattened) => {
    if (!header?.kid) {
      throw new errors.JWKSNoMatchingKey();
    }
    return keys(header, flattened);
  };
  const { payload } = await jwtVerify(token, named, {
    algorithms: ALGORITHMS,
    clockTolerance: TOLERANCE_SECONDS,
    issuer,
    requiredClaims: ['exp', 'sub'],
  });
  // Some issuers name the client instead of an audience, as an HTTP API understands it, too.
  const meant = payload.aud ?? payload['client_id'];
  if (![meant].flat().includes(audience) || typeof payload.sub !== 'string') {
    throw new errors.JWTClaimValidationFailed('The token is for somebody else.', payload, 'aud');
  }
  return { ...payload, sub: payload.sub };
}

/** What a token allows: issuers write it as one text or as a list. */
export function scopesOf({ scope, scp }: JWTPayload): Set<string> {
  const said = scope || scp;
  const words = typeof said === 'string' ? said.split(' ') : said;
  return new Set(Array.isArray(words) ? words.filter((word) => typeof word === 'string' && word) : []);
}
