/** Records of a shard: done in their order, each once, and none overtakes one that failed. */
import { beforeEach, expect, test } from 'vitest';
import { contextOf } from '../../scripts/invoke.ts';
import { UnavailableError } from '../../src/shared/errors.ts';
import { ShardRecord, streamWorker } from '../../src/shared/stream.ts';
import { useDoubles } from '../doubles.ts';

const NUMBERS = ['1', '2', '3', '4'];

let doubles: ReturnType<typeof useDoubles>;
beforeEach(() => {
  doubles = useDoubles();
});

/** Which of the records come again; `work` is told the ids of those that are begun. */
async function failed(numbers: readonly string[], work: (id: string) => void): Promise<string[]> {
  const handler = streamWorker(
    'name',
    (event: readonly string[]) => event.map((number) => new ShardRecord(number, `shard:${number}`)),
    async ({ id }) => {
      work(id);
      return 'outcome';
    },
  );
  const answer = await handler(numbers, contextOf('name'));
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

test('order is kept after a failure', async () => {
  const begun: string[] = [];
  const failures = ['2'];
  const work = (id: string) => {
    begun.push(id);
    if (failures.includes(id)) {
      throw new UnavailableError('Try again later.');
    }
  };
  expect(await failed(NUMBERS, work)).toEqual(['2', '3', '4']);
  expect(begun).toEqual(['1', '2']);
  failures.pop();
  expect(await failed(NUMBERS, work)).toEqual([]);
  expect(begun).toEqual(['1', '2', '2', '3', '4']);
});

test('a record is done once however often it comes', async () => {
  const done: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    expect(await failed(NUMBERS, (id) => done.push(id))).toEqual([]);
  }
  expect(done).toEqual(NUMBERS);
  expect([...doubles.marks.done]).toEqual(NUMBERS.map((number) => [`name#shard:${number}`, 'outcome']));
});

test('a record that is twice in a batch is done once', async () => {
  const done: string[] = [];
  expect(await failed(['1', '1'], (id) => done.push(id))).toEqual([]);
  expect(done).toEqual(['1']);
});

test('a record that another invocation has not finished comes again', async () => {
  const done: string[] = [];
  doubles.marks.leased.add('name#shard:2');
  expect(await failed(NUMBERS, (id) => done.push(id))).toEqual(['2', '3', '4']);
  expect(done).toEqual(['1']);
});
