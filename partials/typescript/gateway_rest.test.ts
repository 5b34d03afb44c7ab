/** The REST API's events are read, and its answers written, as its proxy integration has them. */
import { expect, test } from 'vitest';
import { load } from '../../scripts/invoke.ts';
import { ENVIRONMENT } from '../../scripts/local-aws.ts';
import * as gateway from '../../src/shared/gateway.ts';

const EVENT = load('{{ functions_by_kind['create'][0].name }}/happy');

function read(event: gateway.GatewayEvent) {
  return gateway.read(event, () => 15_000);
}

test('reads the parts', () => {
  const request = read(load('{{ functions_by_kind['update'][0].name }}/happy'));
  expect(request.path).toEqual({ id: '11111111-1111-4111-8111-111111111111' });
  expect(request.headers['if-match']).toBe('"1"');
  expect(request.url).toBe('/live{{ functions_by_kind['update'][0].entity.path }}/11111111-1111-4111-8111-111111111111');
  expect(request.query).toEqual({});
  expect(request.id).toBe(EVENT.requestContext.requestId);
  expect(request.remainingMs()).toBe(15_000);
});

test('reads encoded bodies', () => {
  const body = Buffer.from(EVENT.body).toString('base64');
  expect(read({ ...EVENT, body, isBase64Encoded: true }).body.toString()).toBe(EVENT.body);
});

test('reads null as empty', () => {
  const request = read({ ...EVENT, body: null, headers: null, queryStringParameters: null });
  expect([request.body.length, request.headers, request.query]).toEqual([0, {}, {}]);
});

test('writes answers with cors', () => {
  const { headers } = gateway.write({ status: 404, body: '', headers: {} });
  expect(headers?.['Access-Control-Allow-Origin']).toBe(ENVIRONMENT.CORS_ALLOW_ORIGIN);
  expect(headers?.['Access-Control-Expose-Headers']).toContain('ETag');
});
