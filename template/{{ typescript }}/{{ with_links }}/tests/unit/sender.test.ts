/** Sending: in batches within the quotas, again what failed, in order within a group, nothing that is too large. */
import { expect, test } from 'vitest';
import { InvalidError, TooLargeError, UnavailableError } from '../../src/shared/errors.ts';
import { logger } from '../../src/shared/observability.ts';
import { type Batch, type BatchResult, type Entry, entryOf, MAX_BYTES, sendAll } from '../../src/shared/sender.ts';

/** Takes batches, and fails messages by their keys for a number of times. */
class Aws {
  readonly batches: string[][] = [];
  readonly taken: string[] = [];
  readonly waits: number[] = [];
  readonly #failures: Map<string, number>;
  readonly #SenderFault: boolean;

  constructor(failures: Record<string, number> = {}, senderFault = false) {
    this.#failures = new Map(Object.entries(failures));
    this.#SenderFault = senderFault;
  }

  async send(entries: Entry[]): Promise<void> {
    await sendAll(
      async (batch) => this.#take(batch),
      entries,
      async (milliseconds) => this.waits.push(milliseconds),
    );
  }

  #take(batch: Batch): BatchResult {
    const keyOf = (entry: Entry) => entry.MessageAttributes['idempotency-key'].StringValue;
    this.batches.push(batch.map(keyOf));
    const failed = batch.filter((entry) => (this.#failures.get(keyOf(entry)) ?? 0) > 0);
    for (const key of failed.map(keyOf)) {
      this.#failures.set(key, (this.#failures.get(key) ?? 0) - 1);
    }
    this.taken.push(...batch.filter((entry) => !failed.includes(entry)).map(keyOf));
    return { Failed: failed.map(({ Id }) => ({ Id, Code: 'Busy', SenderFault: this.#SenderFault })) };
  }
}

/** Messages by their keys, whose first letter is their group. */
function entries(keys: string[], { fifo = false, text = '' } = {}): Entry[] {
  return keys.map((key) => entryOf({ content: { text }, key, group: key.charAt(0) }, fifo));
}

test('a message bears what the logs of its sender have', () => {
  logger.setCorrelationId('request-1');
  const [entry] = entries(['a']);
  logger.resetKeys();
  expect(entry?.MessageAttributes['correlation-id']).toEqual({ DataType: 'String', StringValue: 'request-1' });
  expect(entries(['a'])[0]?.MessageAttributes).not.toHaveProperty('correlation-id');
});

test('ten messages at most are in a batch', async () => {
  const aws = new Aws();
  await aws.send(entries(Array.from({ length: 23 }, (_, number) => `k${number}`)));
  expect(aws.batches.map((batch) => batch.length)).toEqual([10, 10, 3]);
});

test('a batch is not larger than a message may be', async () => {
  const aws = new Aws();
  await aws.send(entries(['a', 'b', 'c'], { text: 'x'.repeat(MAX_BYTES / 2 - 100) }));
  expect(aws.batches).toEqual([['a', 'b'], ['c']]);
});

test('of a batch only what failed is sent again', async () => {
  const aws = new Aws({ b: 1, c: 2 });
  await aws.send(entries(['a', 'b', 'c', 'd']));
  expect(aws.batches).toEqual([['a', 'b', 'c', 'd'], ['b', 'c'], ['c']]);
  expect(aws.taken.sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(aws.waits).toEqual([200, 400]);
});

test('what stays unsent is an error that may be repeated', async () => {
  const aws = new Aws({ b: 9 });
  await expect(aws.send(entries(['a', 'b']))).rejects.toThrow(new UnavailableError('1 messages are not sent.'));
  expect(aws.taken).toEqual(['a']);
});

test('what aws refuses is not tried again', async () => {
  const aws = new Aws({ a: 1 }, true);
  await expect(aws.send(entries(['a']))).rejects.toThrow(new InvalidError([], 'AWS refused a message: Busy'));
  expect(aws.batches).toHaveLength(1);
});

test('what is too large is refused with its limit', () => {
  const large = () => entries(['a'], { text: '\u00e9'.repeat(MAX_BYTES / 2) });
  expect(large).toThrow(TooLargeError);
  expect(large).toThrow(String(MAX_BYTES));
});

test('within a group order is kept even if one fails', async () => {
  const aws = new Aws({ a1: 2 });
  await aws.send(entries(['a1', 'a2', 'b1', 'a3'], { fifo: true }));
  expect(aws.taken.filter((key) => key.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  expect(aws.taken).toContain('b1');
});

test('a fifo message has its group and what tells a repeated one', () => {
  const [first, again, other] = entries(['a1', 'a1', 'a2'], { fifo: true });
  expect(first?.MessageGroupId).toBe('a');
  expect(first?.MessageDeduplicationId).toBe(again?.MessageDeduplicationId);
  expect(first?.MessageDeduplicationId).not.toBe(other?.MessageDeduplicationId);
  expect(entryOf({ content: {}, key: 'a' }, true).MessageGroupId).toBe('all');
});

test('nothing to send is sent by no call', async () => {
  const aws = new Aws();
  await aws.send([]);
  expect(aws.batches).toEqual([]);
});
