/** The HTTP API's events are read, and its answers written, as payload format 2.0 has them. */
import { expect, test } from 'vitest';
import { load } from '../../scripts/invoke.ts';
import * as gateway from '../../src/shared/gateway.ts';

const EVENT = load('{{ functions_by_kind['create'][0].name }}/happy');

function read(event: gateway.GatewayEvent) {
  return gateway.read(event, () => 15_000);
}

test('reads the parts', () => {
  const request = read(load('{{ functions_by_kind['update'][0].name }}/happy'));
  expect(request.path).toEqual({ id: '11111111-1111-4111-8111-111111111111' });
  expect(request.headers['if-match']).toBe('"1"');
  expect(request.url).toBe('{{ functions_by_kind['update'][0].entity.path }}/11111111-1111-4111-8111-111111111111');
  expect(request.query).toEqual({});
  expect(request.id).toBe(EVENT.requestContext.requestId);
  expect(request.remainingMs()).toBe(15_000);
});

test('reads header names in any case', () => {
  const headers = { 'Content-Type': 'application/json' };
  expect(read({ ...EVENT, headers }).headers).toEqual({ 'content-type': 'application/json' });
});

test('reads encoded bodies', () => {
  const body = Buffer.from(EVENT.body).toString('base64');
  expect(read({ ...EVENT, body, isBase64Encoded: true }).body.toString()).toBe(EVENT.body);
});

test('reads a missing body as empty', () => {
  const { body: _, ...event } = EVENT;
  expect(read(event).body).toHaveLength(0);
});

test('writes answers', () => {
  const answer = { statusCode: 200, headers: { ETag: '"1"' }, body: '{}' };
  expect(gateway.write({ status: 200, body: '{}', headers: { ETag: '"1"' } })).toEqual(answer);
});
