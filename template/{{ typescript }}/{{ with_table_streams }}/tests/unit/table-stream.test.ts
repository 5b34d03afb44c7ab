/** Changes of tables: what they tell, and what they are not told of. */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, expect, test } from 'vitest';
import { contextOf } from '../../scripts/invoke.ts';
import { tableStreamWorker } from '../../src/shared/table-stream.ts';
import { useDoubles } from '../doubles.ts';
import { Example, example } from '../fake-table.ts';
import { output } from '../output.ts';

const FIRST = example();
const SECOND = example({ name: 'Second', description: 'caf\u00e9', version: 2 });

let doubles: ReturnType<typeof useDoubles>;
beforeEach(() => {
  doubles = useDoubles();
});

/** A change as DynamoDB delivers it. */
function record(number: number, old: object | undefined, now: object | undefined): DynamoDBRecord {
  const images = { ...(old && { OldImage: marshall(old) }), ...(now && { NewImage: marshall(now) }) };
  return { eventID: `event-${number}`, dynamodb: { SequenceNumber: String(number), ...images } } as DynamoDBRecord;
}

function by(writer: string, fields: Example): object {
  return { ...fields, '#writer': writer };
}

/** What the changes are read as by the function, and which of them come again. */
async function read(records: DynamoDBRecord[], functionName = 'name') {
  const seen: unknown[] = [];
  const handler = tableStreamWorker('name', async (change) => String(seen.push(change.read(Example))));
  const answer = await handler({ Records: records }, contextOf(functionName));
  return { seen, failed: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

test('changes have plain values', async () => {
  expect(await read([record(1, undefined, FIRST), record(2, FIRST, SECOND)])).toEqual({
    seen: [
      { kind: 'inserted', record: FIRST },
      { kind: 'modified', old: FIRST, record: SECOND },
    ],
    failed: [],
  });
});

test('a change is logged under the id that its writer told, or its own', async () => {
  const seen: string[] = [];
  const handler = tableStreamWorker('name', async ({ correlationId }) => String(seen.push(correlationId)));
  const told = record(1, undefined, { ...FIRST, '#correlation': 'request-1' });
  const untold = record(2, undefined, { ...FIRST, '#correlation': '' });
  await handler({ Records: [told, untold, record(3, SECOND, undefined)] }, contextOf('name'));
  expect(seen).toEqual(['request-1', '2', '3']);
});

test('of a removed record there is what it was', async () => {
  const { seen, failed } = await read([record(1, SECOND, undefined)]);
  expect(seen).toEqual([{ kind: 'removed', record: SECOND }]);
  expect(failed).toEqual([]);
});

test('what the function itself wrote is no change to it', async () => {
  const own = [record(1, undefined, by('name', FIRST)), record(2, FIRST, by('name', SECOND))];
  expect(await read(own)).toEqual({ seen: [], failed: [] });
  expect((await read(own, 'another')).seen).toHaveLength(2);
});

test('what others do to its own records is a change to it', async () => {
  const changes = [record(1, by('name', FIRST), by('another', SECOND)), record(2, by('name', SECOND), undefined)];
  expect((await read(changes)).seen).toEqual([
    { kind: 'modified', old: FIRST, record: SECOND },
    { kind: 'removed', record: SECOND },
  ]);
});

test('a change is known by its event', async () => {
  await read([record(1, undefined, FIRST)]);
  await read([record(1, undefined, FIRST), record(2, undefined, FIRST)]);
  expect([...doubles.marks.done.keys()]).toEqual(['name#event-1', 'name#event-2']);
});

test('a record that is not valid comes again and holds up the later ones', async () => {
  const bad = record(2, undefined, { ...FIRST, name: 4711 });
  const { seen, failed } = await read([record(1, undefined, FIRST), bad, record(3, undefined, FIRST)]);
  expect(seen).toEqual([{ kind: 'inserted', record: FIRST }]);
  expect(failed).toEqual(['2', '3']);
  expect(output()).toContain('"permanent":true');
  expect(output()).not.toContain('4711');
});
