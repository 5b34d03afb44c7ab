/** The issuer's keys are kept, and asked for again when that may help. */
import * as jose from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keysOf, UnreachableError } from '../../src/shared/keys.ts';

const ISSUER = 'https://login.example.com/';
const { publicKey } = await jose.generateKeyPair('RS256', { extractable: true });
const KEY = { ...(await jose.exportJWK(publicKey)), alg: 'RS256' };
const issuer = { asked: 0, answers: true, url: '', keys: [{ ...KEY, kid: 'first' }] };

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(issuer, { asked: 0, answers: true, url: `${ISSUER}keys`, keys: [{ ...KEY, kid: 'first' }] });
  vi.stubGlobal('fetch', async (url: string | URL) => {
    if (!issuer.answers) {
      throw new TypeError('fetch failed');
    }
    if (String(url).endsWith('/.well-known/openid-configuration')) {
      return Response.json({ jwks_uri: issuer.url });
    }
    issuer.asked += 1;
    return Response.json({ keys: issuer.keys });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function find(keys: jose.JWTVerifyGetKey, kid: string) {
  return await keys({ alg: 'RS256', kid }, { payload: '', signature: '' });
}

test('keys are fetched once', async () => {
  const keys = keysOf(ISSUER);
  await find(keys, 'first');
  await find(keys, 'first');
  expect(issuer.asked).toBe(1);
});

test('a new key is found, but unknown ones do not make us ask again and again', async () => {
  const keys = keysOf(ISSUER);
  await find(keys, 'first');
  issuer.keys.push({ ...KEY, kid: 'second' });
  for (let number = 0; number < 10; number += 1) {
    await expect(find(keys, 'second')).rejects.toThrow(jose.errors.JWKSNoMatchingKey);
  }
  expect(issuer.asked).toBe(1);
  vi.advanceTimersByTime(31_000);
  expect(await find(keys, 'second')).toBeDefined();
  expect(issuer.asked).toBe(2);
});

test('a key that is gone is forgotten', async () => {
  const keys = keysOf(ISSUER);
  await find(keys, 'first');
  issuer.keys.pop();
  vi.advanceTimersByTime(3_601_000);
  await expect(find(keys, 'first')).rejects.toThrow();
});

test('an issuer that was away is asked again', async () => {
  const keys = keysOf(ISSUER);
  issuer.answers = false;
  await expect(find(keys, 'first')).rejects.toThrow(UnreachableError);
  issuer.answers = true;
  expect(await find(keys, 'first')).toBeDefined();
});

test.each(['http://login.example.com/keys', 'nowhere', ''])('keys at %s are not used', async (url) => {
  issuer.url = url;
  await expect(find(keysOf(ISSUER), 'first')).rejects.toThrow(UnreachableError);
});
