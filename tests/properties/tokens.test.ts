/** Whatever a stranger sends instead of a token, nobody is let in, and nothing else goes wrong. */
import fc from 'fast-check';
import * as jose from 'jose';
import { expect, test, vi } from 'vitest';
import { contextOf, load } from '../../scripts/invoke.ts';
import { ENVIRONMENT } from '../../scripts/local-aws.ts';
import { handler } from '../../src/handlers/authorize.ts';

const { JWT_AUDIENCE: AUDIENCE, JWT_ISSUER: ISSUER } = ENVIRONMENT;
const EVENT = load('authorize/happy');
const rsa = await jose.generateKeyPair('RS256', { extractable: true });
const ec = await jose.generateKeyPair('ES256', { extractable: true });
const keys = [
  { ...(await jose.exportJWK(rsa.publicKey)), kid: 'rsa' },
  { ...(await jose.exportJWK(ec.publicKey)), kid: 'ec' },
];
vi.stubGlobal('fetch', async (url: string | URL) =>
  Response.json(String(url).endsWith('configuration') ? { jwks_uri: `${ISSUER}keys` } : { keys }),
);

const GOOD = { iss: ISSUER, aud: AUDIENCE, sub: 'somebody', exp: 4_102_444_800, scope: 'my-service/items.read' };
const odd = fc.jsonValue();
const some = <T>(...known: T[]) => fc.oneof(fc.constantFrom(...known), odd);
const encoded = (value: unknown) => jose.base64url.encode(JSON.stringify(value));
const headers = fc.record(
  {
    alg: some('none', 'None', 'HS256', 'RS256', 'ES256', 'PS256', 'EdDSA', ''),
    kid: some('rsa', 'ec', 'other'),
    typ: odd,
    crit: odd,
    jwk: odd,
    b64: odd,
  },
  { requiredKeys: ['alg'] },
);
const claims = fc.record(
  { ...Object.fromEntries(Object.entries(GOOD).map(([name, value]) => [name, some(value)])), nbf: odd, iat: odd },
  { requiredKeys: [] },
);
// A signature of random bytes holds by a chance that nobody lives to see.
const signatures = fc.oneof(fc.constant(''), fc.uint8Array({ maxLength: 300 }).map(jose.base64url.encode), fc.string());
const forged = fc
  .tuple(
    fc.oneof(headers.map(encoded), fc.string()),
    fc.oneof(fc.constant(encoded(GOOD)), claims.map(encoded), fc.string()),
    signatures,
  )
  .map((parts) => parts.join('.'));
// Signed as it should be, but for somebody else, or not by now.
const wrong = await Promise.all(
  [
    { aud: 'other' },
    { iss: 'https://other.example.com' },
    { exp: 1 },
    { exp: undefined },
    { nbf: 4_102_444_800 },
    { sub: undefined },
  ].flatMap((change) => [
    new jose.SignJWT({ ...GOOD, ...change } as jose.JWTPayload)
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
      .sign(rsa.privateKey),
    new jose.SignJWT({ ...GOOD, ...change } as jose.JWTPayload)
      .setProtectedHeader({ alg: 'ES256', kid: 'ec' })
      .sign(ec.privateKey),
  ]),
);
const texts = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc
    .tuple(fc.constantFrom('Bearer', 'bearer', 'Basic', ''), fc.oneof(forged, fc.constantFrom(...wrong)))
    .map((words) => words.join(' ')),
);

async function ask(authorizationToken: string) {
  return await handler({ ...EVENT, authorizationToken }, contextOf('authorize'));
}

test('nobody is let in by what is no token', { timeout: 300_000 }, async () => {
  const refused = fc.asyncProperty(texts, async (text) => {
    await expect(ask(text)).rejects.toThrow(/^Unauthorized$/);
  });
  await fc.assert(refused, { numRuns: 10_000, seed: 1 });
});

test('a good token would be', async () => {
  const good = await new jose.SignJWT(GOOD).setProtectedHeader({ alg: 'RS256', kid: 'rsa' }).sign(rsa.privateKey);
  expect(await ask(`Bearer ${good}`)).toHaveProperty('policyDocument.Statement.0.Effect', 'Allow');
});
