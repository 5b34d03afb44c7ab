/** Work is done once, against a DynamoDB API over HTTP: whoever delivers twice, at once, or crashes between. */
import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test, vi } from 'vitest';
import { dynamodb } from '../../src/shared/dynamodb.ts';
import { UnavailableError } from '../../src/shared/errors.ts';
import { once } from '../../src/shared/idempotency.ts';
import { KEEP_SECONDS, marks } from '../../src/shared/marks.ts';

let key: string;
beforeEach(() => {
  key = randomUUID();
});

const work = vi.fn(async () => 'done');
beforeEach(() => {
  work.mockReset().mockImplementation(async () => 'done');
});

async function outcome(): Promise<string | undefined> {
  const TableName = process.env['IDEMPOTENCY_TABLE_NAME'];
  const { Item } = await dynamodb.send(new GetCommand({ TableName, Key: { id: key }, ConsistentRead: true }));
  return Item?.['outcome'];
}

function passTime(seconds: number): void {
  const later = Date.now() + seconds * 1000;
  vi.spyOn(Date, 'now').mockReturnValue(later);
}

test('a duplicate does nothing', async () => {
  await once(key, work, 60_000);
  await once(key, work, 60_000);
  expect(work).toHaveBeenCalledTimes(1);
  expect(await outcome()).toBe('done');
});

test('after a failure the work is tried again at once', async () => {
  work.mockRejectedValueOnce(new RangeError());
  await expect(once(key, work, 60_000)).rejects.toThrow(RangeError);
  await once(key, work, 60_000);
  expect(work).toHaveBeenCalledTimes(2);
});

test('a failure stays the works own even if its key can not be freed', async () => {
  work.mockImplementationOnce(async () => {
    vi.stubEnv('IDEMPOTENCY_TABLE_NAME', 'no-such-table');
    throw new RangeError();
  });
  await expect(once(key, work, 60_000)).rejects.toThrow(RangeError);
});

test('of concurrent duplicates one works and the others come again', async () => {
  const busy = Promise.withResolvers<void>();
  const othersAreBack = Promise.withResolvers<string>();
  const first = once(
    key,
    async () => {
      busy.resolve();
      return await othersAreBack.promise;
    },
    60_000,
  );
  await busy.promise;
  for (let number = 0; number < 3; number += 1) {
    await expect(once(key, work, 60_000)).rejects.toThrow(UnavailableError);
  }
  othersAreBack.resolve('by the first');
  await first;
  expect(await outcome()).toBe('by the first');
  expect(work).not.toHaveBeenCalled();
});

test('after a crash the work is done again once the invocation must be over', async () => {
  // Lambda kills the process between the effect and its mark: nothing after the effect runs.
  vi.spyOn(marks, 'mark').mockResolvedValueOnce();
  await once(key, work, 60_000);
  await expect(once(key, work, 60_000)).rejects.toThrow(UnavailableError);
  passTime(61);
  await once(key, work, 60_000);
  expect(work).toHaveBeenCalledTimes(2);
});

test('a mark that has expired is none even before dynamodb removes it', async () => {
  await once(key, work, 60_000);
  passTime(KEEP_SECONDS + 2);
  await once(key, work, 60_000);
  expect(work).toHaveBeenCalledTimes(2);
});

test('one that lost its lease does not mark for the other', async () => {
  const beOvertaken = async () => {
    passTime(61);
    await once(key, async () => 'by the other', 60_000);
    return 'by the first';
  };
  await expect(once(key, beOvertaken, 60_000)).rejects.toThrow(ConditionalCheckFailedException);
  expect(await outcome()).toBe('by the other');
});
