/** When the table that remembers what is done can't be asked, nothing is done: it comes again later. */
import { ServiceException } from '@smithy/core/client';
import { expect, test, vi } from 'vitest';
import { dynamodb } from '../../src/shared/dynamodb.ts';
import { UnavailableError } from '../../src/shared/errors.ts';
import { once } from '../../src/shared/idempotency.ts';

const nothing = async () => expect.unreachable('nothing may be done');

test.each([
  ['ThrottlingException', 400, UnavailableError],
  ['InternalServerError', 500, UnavailableError],
  ['AccessDeniedException', 400, ServiceException],
])('downstream throttled means later and forbidden does not: %s', async (name, httpStatusCode, expected) => {
  const failure = new ServiceException({ name, $fault: 'server', $metadata: { httpStatusCode } });
  vi.spyOn(dynamodb, 'send').mockRejectedValue(failure as never);
  await expect(once('key', nothing, 60_000)).rejects.toThrow(expected);
});

test('silence means later', async () => {
  const silence = Object.assign(new Error('silence'), { name: 'TimeoutError' });
  vi.spyOn(dynamodb, 'send').mockRejectedValue(silence as never);
  await expect(once('key', nothing, 60_000)).rejects.toThrow(UnavailableError);
});
