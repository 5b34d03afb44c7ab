/** What makes a Lambda handler of a function that works on one record of a stream, in the stream's order. */
import type { Context } from 'aws-lambda';
import { type BatchAnswer, type Delivered, workThrough } from './batch.ts';
import { once } from './idempotency.ts';
import { observed } from './observability.ts';

/** What Lambda calls: with an event and its context. */
export type Handler<Event> = (event: Event, context: Context) => Promise<BatchAnswer>;

/** A record of a shard: its sequence number, and the key that stays the same when it is delivered again. */
export class ShardRecord implements Delivered {
  readonly id: string;
  readonly key: string;
  readonly correlationId: string;
  /** All records of a batch are of one shard: after the first failure everything comes again in its order. */
  readonly group = '';

  constructor(id: string, key: string, correlationId = id) {
    this.id = id;
    this.key = key;
    this.correlationId = correlationId;
  }
}

/** The handler of the function `name`, which does each of an event's records once by `work`. */
export function streamWorker<Event, Record extends ShardRecord>(
  name: string,
  recordsOf: (event: Event, context: Context) => Iterable<Record>,
  work: (record: Record) => Promise<string>,
): Handler<Event> {
  return observed(async (event, context) => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    const workOnce = (record: Record) => once(`${name}#${record.key}`, () => work(record), remainingMs());
    return await workThrough(recordsOf(event, context), workOnce, remainingMs);
  });
}
