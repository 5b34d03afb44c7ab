/** How a batch is worked through: what failed comes again, what is done does not, and nothing is lost by the timeout. */
import { expect, test } from 'vitest';
import { type Delivered, RESERVE_MS, workThrough } from '../../src/shared/batch.ts';
import { InvalidError, UnavailableError } from '../../src/shared/errors.ts';
import { output } from '../output.ts';

/** Records as a standard queue has them: each is a group of its own. */
function standard(...ids: string[]): Delivered[] {
  return ids.map((id) => ({ id, group: id, correlationId: 'request-1' }));
}

/** Records whose first letter is their group. */
function grouped(...ids: string[]): Delivered[] {
  return ids.map((id) => ({ id, group: id.charAt(0), correlationId: 'request-1' }));
}

/** Fails as it is told, and tells what was begun and which records come again. */
async function worked(records: Delivered[], failures: Record<string, unknown> = {}, remainingMs = () => 60_000) {
  const begun: string[] = [];
  const answer = await workThrough(
    records,
    async ({ id }) => {
      begun.push(id);
      if (id in failures) {
        throw failures[id];
      }
    },
    remainingMs,
  );
  return { begun, failed: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

test('poison among good does not hold up its neighbours', async () => {
  const { begun, failed } = await worked(standard('a', 'b', 'c'), { b: new InvalidError([]) });
  expect(failed).toEqual(['b']);
  expect(begun).toEqual(['a', 'b', 'c']);
});

test.each([new InvalidError([]), new UnavailableError('busy'), new TypeError('a bug'), 'no error at all'])(
  'whatever fails comes again: %s',
  async (error) => {
    expect(await worked(standard('a', 'b', 'c'), { a: error, b: error, c: error })).toMatchObject({
      failed: ['a', 'b', 'c'],
    });
  },
);

test('the log has the record and what the logs of who caused it have', async () => {
  await worked(standard('a'), { a: new InvalidError([]) });
  expect(output()).toContain('"correlation_id":"request-1"');
  expect(output()).toContain('"record_id":"a"');
});

test('what can never succeed is logged as permanent', async () => {
  await worked(standard('a'), { a: new UnavailableError('busy') });
  expect(output()).not.toContain('"permanent"');
  await worked(standard('a'), { a: new InvalidError([]) });
  expect(output()).toContain('"permanent":true');
});

test('after a failure the rest of its group is untouched and other groups go on', async () => {
  const records = grouped('a1', 'a2', 'b1', 'a3', 'b2');
  const { begun, failed } = await worked(records, { a2: new UnavailableError('busy') });
  expect(failed).toEqual(['a2', 'a3']);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'b2']);
});

test('what would not finish in time is not begun and comes again', async () => {
  const timeLeft = [RESERVE_MS + 1, RESERVE_MS, RESERVE_MS - 1, RESERVE_MS - 1];
  const { begun, failed } = await worked(standard('a', 'b', 'c', 'd'), {}, () => timeLeft.shift() ?? 0);
  expect(failed).toEqual(['c', 'd']);
  expect(begun).toEqual(['a', 'b']);
});

test('an empty batch is done', async () => {
  expect(await worked([])).toEqual({ begun: [], failed: [] });
});
