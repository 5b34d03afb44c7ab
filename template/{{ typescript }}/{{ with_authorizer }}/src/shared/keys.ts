/** The keys of who issues tokens: fetched once, kept, and looked for again when a token names another one. */
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 3000;
const KEEP_MS = 3_600_000;
// Anyone can name a key that there is not: the issuer is not asked more often than this.
const PAUSE_MS = 30_000;

/** Nobody can tell a good token from a bad one: the issuer can't be asked. */
export class UnreachableError extends Error {}

/** Finds the keys of an issuer, whose description it reads when the first one is needed. */
export function keysOf(issuer: string): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    found ??= published(issuer);
    try {
      return await (await found)(header, token);
    } catch (error) {
      // What jose says of a key that there is not is an answer; anything else is none.
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_JWKS_NO_MATCHING_KEY')) {
        throw error;
      }
      found = undefined;
      throw new UnreachableError('the issuer cannot be asked', { cause: error });
    }
  };
}

async function published(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const described = (await answer.json()) as { jwks_uri: string };
  const keys = new URL(described.jwks_uri);
  if (keys.protocol !== new URL(issuer).protocol) {
    throw new Error(`The issuer's keys are at ${keys}, which is not as safe as the issuer itself.`);
  }
  return createRemoteJWKSet(keys, { cacheMaxAge: KEEP_MS, cooldownDuration: PAUSE_MS, timeoutDuration: TIMEOUT_MS });
}
