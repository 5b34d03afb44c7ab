/** Secrets: kept for a while, asked for anew, never shown; what keeps them from being read is told in a line. */
import { inspect } from 'node:util';
import { ServiceException } from '@smithy/core/client';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { UnavailableError } from '../../src/shared/errors.ts';
import { logger } from '../../src/shared/observability.ts';
import { provider, type Secret, SecretError, StoredSecret } from '../../src/shared/secrets.ts';
import { output } from '../output.ts';

const VALUE = 'opens-everything';
const OTHER = 'opens-it-since-then';
const ARN = 'the ARN';
const stored = new StoredSecret('EXAMPLE_SECRET_ARN');

let send: MockInstance;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('EXAMPLE_SECRET_ARN', ARN);
  provider.clearCache();
  send = vi.spyOn(provider.client, 'send');
  answers(VALUE);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** What Secrets Manager has as the newest value. */
function answers(SecretString: string): void {
  send.mockResolvedValue({ SecretString });
}

function refuses(name: string, httpStatusCode = 400): void {
  send.mockRejectedValue(new ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } }));
}

test('a value is asked for once in five minutes', async () => {
  expect((await stored.get()).reveal()).toBe(VALUE);
  answers(OTHER);
  vi.advanceTimersByTime(299_000);
  expect((await stored.get()).reveal()).toBe(VALUE);
  expect(send).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_000);
  expect((await stored.get()).reveal()).toBe(OTHER);
  expect(send).toHaveBeenCalledTimes(2);
  expect(send.mock.lastCall?.[0].input).toEqual({ SecretId: ARN });
});

test('a replaced value is there at once for who asks anew', async () => {
  await stored.get();
  answers(OTHER);
  expect((await stored.renew()).reveal()).toBe(OTHER);
  expect((await stored.get()).reveal()).toBe(OTHER);
  expect(send).toHaveBeenCalledTimes(2);
});

test('a value is not shown by what writes things down', async () => {
  const secret = await stored.get();
  logger.info(`read ${secret}`, { secret, within: [{ secret }] });
  const depth = { depth: 9, showHidden: true };
  const shown = [`${secret}`, JSON.stringify({ secret }), inspect(secret, depth), inspect({ secret }, depth), output()];
  expect(shown.filter((each) => !each.includes('hidden'))).toEqual([]);
  expect(shown.filter((each) => each.includes(VALUE))).toEqual([]);
  expect(JSON.stringify({ ...secret })).toBe('{}');
  expect(structuredClone(secret)).toEqual({});
});

test('a value is not shown by an error that is logged', async () => {
  const pay = (secret: Secret) => {
    throw Object.assign(new Error(`refused with ${secret}`), { secret });
  };
  const secret = await stored.get();
  try {
    pay(secret);
  } catch (error) {
    logger.error('failed', error as Error);
  }
  expect(output()).toContain('hidden');
  expect(output()).not.toContain(VALUE);
});

test('fields of a JSON object are secrets', async () => {
  answers(JSON.stringify({ password: VALUE, port: 5432 }));
  const secret = await stored.get();
  expect(secret.field('password').reveal()).toBe(VALUE);
  expect(secret.field('port').reveal()).toBe('5432');
  expect(`${secret.field('password')}`).not.toContain(VALUE);
});

test.each([VALUE, `["${VALUE}"]`, `{"user": "${VALUE}"}`, `{"password": ${VALUE}`, 'null'])(
  'what has no such field is not shown: %#',
  async (text) => {
    answers(text);
    const secret = await stored.get();
    try {
      secret.field('password');
      expect.unreachable();
    } catch (error) {
      expect(error).toEqual(new SecretError("The secret is no JSON object with a field 'password'."));
      logger.error('failed', error as Error);
    }
    expect(output()).not.toContain(VALUE);
  },
);

test.each(['AccessDeniedException', 'ResourceNotFoundException', 'DecryptionFailure'])(
  'what keeps a secret from being read is one line: %s',
  async (name) => {
    refuses(name);
    await expect(stored.get()).rejects.toThrow(new SecretError(`EXAMPLE_SECRET_ARN can't be read: ${name}`));
  },
);

test('a secret that this function does not read is named', async () => {
  vi.stubEnv('EXAMPLE_SECRET_ARN', '');
  await expect(stored.get()).rejects.toThrow('EXAMPLE_SECRET_ARN is not set');
});

test.each([
  ['ThrottlingException', 400],
  ['InternalServiceError', 500],
  ['TimeoutError', 400],
])('aws may be unavailable: %s', async (name, status) => {
  refuses(name, status);
  await expect(stored.get()).rejects.toThrow(UnavailableError);
});

test('a failure is not kept and a value survives it', async () => {
  await stored.get();
  refuses('InternalServiceError', 500);
  await expect(stored.renew()).rejects.toThrow(UnavailableError);
  expect((await stored.get()).reveal()).toBe(VALUE);
});

test('a value has to be text', async () => {
  send.mockResolvedValue({ SecretBinary: Buffer.from(VALUE) });
  await expect(stored.get()).rejects.toThrow('EXAMPLE_SECRET_ARN has no text as its value.');
});
