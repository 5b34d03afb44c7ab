/** What requests are read as, and which ones are refused. */
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { InvalidError, TooLargeError, UnsupportedMediaTypeError } from '../../src/shared/errors.ts';
import { Request } from '../../src/shared/request.ts';
import { text } from '../../src/shared/schemas.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const Fields = z
  .object({
    name: text(1, 5),
    size: z.optional(z.int()),
  })
  .check(z.refine(({ name, size = 0 }) => size <= name.length, "The size is over the name's length"));

function request(parts: Partial<ConstructorParameters<typeof Request>[0]> = {}): Request {
  const others = { query: {}, headers: {}, remainingMs: () => 15_000, body: Buffer.from('') };
  return new Request({ id: 'request', url: '/things', path: { id: ID }, ...others, ...parts });
}

function jsonRequest(body: string | Buffer, contentType = 'application/json'): Request {
  return request({ body: Buffer.from(body), headers: { 'content-type': contentType } });
}

function badFields(read: () => unknown): Record<string, string> {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidError);
    return Object.fromEntries((error as InvalidError).errors.map(({ field, message }) => [field, message]));
  }
  return {};
}

test.each(['application/json', 'Application/JSON; charset=utf-8'])('reads json: %s', (contentType) => {
  expect(jsonRequest('{"name": "caf\u00e9"}', contentType).fields(Fields)).toEqual({ name: 'caf\u00e9' });
});

test('names every bad field and what is right', () => {
  const body = '{"name": "", "size": "large", "colour": "red"}';
  expect(badFields(() => jsonRequest(body).fields(Fields))).toEqual({
    colour: 'There is no such field',
    name: 'Expected `string` of length >= 1',
    size: 'Expected `integer`, got `string`',
  });
  expect(badFields(() => jsonRequest('{}').fields(Fields))).toEqual({ name: 'The field is missing' });
});

test('says which rule across fields is broken', () => {
  expect(() => jsonRequest('{"name": "a", "size": 2}').fields(Fields)).toThrow("The size is over the name's length");
});

test.each([
  '',
  '{',
  Buffer.from('{"name": "\xff"}', 'latin1'),
  '{"name": "\\ud800"}',
  '['.repeat(5000),
  'null',
  '[1]',
  '"x"',
])('refuses what is not a json object: %o', (body) => {
  expect(() => jsonRequest(body).fields(Fields)).toThrow(InvalidError);
});

test.each(['', 'text/plain', 'application/jsonx', 'multipart/form-data'])('refuses other media types: %s', (type) => {
  expect(() => jsonRequest('{}', type).fields(Fields)).toThrow(UnsupportedMediaTypeError);
  expect(() => request().fields(Fields)).toThrow(UnsupportedMediaTypeError);
});

test('refuses large bodies', () => {
  expect(() => jsonRequest(' '.repeat(256 * 1024 + 1)).fields(Fields)).toThrow(TooLargeError);
});

test.each([undefined, '', 'first', 'A1111111-1111-4111-8111-111111111111', `${ID}0`, ` ${ID}`, '../secrets'])(
  'refuses ids that are no uuids: %s',
  (id) => {
    expect(badFields(() => request({ path: { id } }).recordId())).toHaveProperty('id');
  },
);

test.each(['', 'a b', 'k'.repeat(256), 'caf\u00e9', 'a\n'])(
  'refuses idempotency keys that are not visible ascii: %j',
  (key) => {
    expect(badFields(() => request({ headers: { 'idempotency-key': key } }).idempotencyKey())).toHaveProperty(
      'Idempotency-Key',
    );
  },
);

test.each([
  ['*', undefined],
  ['"3"', [3]],
  ['"3", "4"', [3, 4]],
  ['W/"3"', []],
  ['3', []],
  ['"01"', []],
  [`"${'9'.repeat(40)}"`, []],
])('reads if match: %s', (header, versions) => {
  expect(request({ headers: { 'if-match': header } }).expectedVersions()).toEqual(versions);
});

test('without if match any version will do', () => {
  expect(request().expectedVersions()).toBeUndefined();
});

test('reads pages', () => {
  expect(request().page()).toEqual({ limit: 25, after: undefined });
  const query = { limit: '100', next_token: Buffer.from(ID).toString('base64url') };
  expect(request({ query }).page()).toEqual({ limit: 100, after: ID });
});

const FORGED = ['\xff', 'items', '{"id": "x"}'].map((content) => Buffer.from(content, 'latin1').toString('base64url'));
const LIMITS = ['', '0', '101', '-1', '1.5', 'ten', '1000', '\u0663', '1\n'];
const TOKENS = ['', 'not-a-token', '\u00e9', 'a', ...FORGED];
const PAIRS = LIMITS.flatMap((limit) => TOKENS.map((token) => ({ limit, next_token: token })));

test.each(PAIRS)('refuses bad limits and forged tokens: %o', (query) => {
  expect(Object.keys(badFields(() => request({ query }).page()))).toEqual(['limit', 'next_token']);
});
