/** Sends messages in batches: what is too large is refused before anything is sent, what fails is tried again. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { unavailableWhenAwsIs } from './aws.ts';
import { InvalidError, TooLargeError, UnavailableError } from './errors.ts';
import { logger } from './observability.ts';

// The quotas of SQS and SNS: ten messages in a batch, and 1 MiB for a message as for a batch, attributes included.
const MAX_ENTRIES = 10;
export const MAX_BYTES = 1024 * 1024;
const ATTEMPTS = 3;

const KEY = 'idempotency-key';
const CORRELATION = 'correlation-id';

/**
 * A message to send.
 *
 * `key` is the same whenever the same message is sent: who receives it does it once. In a FIFO queue, messages of one
 * `group` arrive in their order; it has at most 128 visible ASCII characters.
 */
export interface Outgoing<Content> {
  readonly content: Content;
  readonly key: string;
  readonly group?: string;
}

interface Text {
  readonly DataType: 'String';
  readonly StringValue: string;
}

/** The message as a batch has it, before its content gets the name that SQS or SNS give it. */
export interface Entry {
  readonly content: string;
  readonly MessageAttributes: { readonly [KEY]: Text; readonly [CORRELATION]?: Text };
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** A batch of entries, each with an id. */
export type Batch = readonly (Entry & { readonly Id: string })[];

interface Failure {
  readonly Id: string | undefined;
  readonly Code: string | undefined;
  readonly SenderFault: boolean | undefined;
}

/** What of a batch AWS did not take. */
export interface BatchResult {
  readonly Failed?: Failure[] | undefined;
}

/** The message as a batch has it. Throws TooLargeError. */
export function entryOf(message: Outgoing<unknown>, fifo: boolean): Entry {
  const entry: Entry = {
    content: JSON.stringify(message.content),
    MessageAttributes: attributes(message.key),
    ...(fifo && {
      MessageGroupId: message.group ?? 'all',
      MessageDeduplicationId: createHash('sha256').update(message.key).digest('hex'),
    }),
  };
  if (size(entry) > MAX_BYTES) {
    throw new TooLargeError(`The message is over ${MAX_BYTES} bytes: store it, and send where it is.`);
  }
  return entry;
}

/**
 * Send all, ten at a time; those of a batch that failed are sent again.
 *
 * Throws TooLargeError before anything is sent, InvalidError for a message that AWS refuses, and UnavailableError when
 * some are not sent after three attempts. The others are sent then; whoever sends all of them again does no harm.
 */
export async function sendAll(
  call: (batch: Batch) => Promise<BatchResult>,
  entries: readonly Entry[],
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<void> {
  for (const batch of batches(entries)) {
    let waiting: Batch = batch.map((entry, number) => ({ Id: String(number), ...entry }));
    for (let attempt = 1; waiting.length > 0; attempt += 1) {
      if (attempt > ATTEMPTS) {
        throw new UnavailableError(`${waiting.length} messages are not sent.`);
      }
      if (attempt > 1) {
        await wait(100 * 2 ** (attempt - 1));
      }
      const sent = waiting;
      const { Failed: failed = [] } = await unavailableWhenAwsIs(() => call(sent));
      const refused = failed.find(({ SenderFault }) => SenderFault);
      if (refused) {
        throw new InvalidError([], `AWS refused a message: ${refused.Code}`);
      }
      waiting = waiting.filter(({ Id }) => failed.some((each) => each.Id === Id));
    }
  }
}

/** Batches within the quotas. Of a FIFO group each batch has one message: else a failed one would arrive last. */
function* batches(entries: readonly Entry[]): Iterable<readonly Entry[]> {
  let batch: Entry[] = [];
  for (const entry of entries) {
    const bytes = [...batch, entry].reduce((sum, each) => sum + size(each), 0);
    const sameGroup = batch.some(({ MessageGroupId }) => MessageGroupId && MessageGroupId === entry.MessageGroupId);
    if (batch.length > 0 && (batch.length === MAX_ENTRIES || bytes > MAX_BYTES || sameGroup)) {
      yield batch;
      batch = [];
    }
    batch.push(entry);
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/** The key, and what the logs of who receives the message are found by together with ours. */
function attributes(key: string): Entry['MessageAttributes'] {
  const text = (StringValue: string): Text => ({ DataType: 'String', StringValue });
  const correlationId = String(logger.getCorrelationId() ?? '');
  return { [KEY]: text(key), ...(correlationId && { [CORRELATION]: text(correlationId) }) };
}

/** What SQS and SNS count: the body, and each attribute's name, type and value. */
function size(entry: Entry): number {
  const attributes = Object.entries(entry.MessageAttributes);
  const texts = attributes.flatMap(([name, { DataType, StringValue }]) => [name, DataType, StringValue]);
  return [entry.content, ...texts].reduce((sum, each) => sum + Buffer.byteLength(each), 0);
}
