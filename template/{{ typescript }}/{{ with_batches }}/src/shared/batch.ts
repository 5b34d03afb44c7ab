/** Works through a batch record by record, and tells Lambda which records it has to send again. */
import { logFailure } from './failures.ts';
import { count, logger } from './observability.ts';

// With less time than this no record is begun: its calls of AWS alone may take 12 seconds, and what Lambda cuts off at
// the timeout is lost to the log.
export const RESERVE_MS = 15_000;

/**
 * A record as its trigger delivered it: the id that Lambda knows it by, and the group whose order is kept.
 *
 * The logs of who caused it have its correlation id, too.
 */
export interface Delivered {
  readonly id: string;
  readonly group: string;
  readonly correlationId: string;
}

/** What Lambda is told of a batch. */
export interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Do the work of each record; the answer names those that failed, and nothing that failed is ever left out of it.
 *
 * After a group's first failure its other records are not begun and named, too: they come again in their order. A
 * record that is a group of its own, as in a standard queue, never holds up another. Time is watched: what would not
 * finish before the timeout comes again.
 */
export async function workThrough<Record extends Delivered>(
  records: Iterable<Record>,
  work: (record: Record) => Promise<void>,
  remainingMs: () => number,
): Promise<BatchAnswer> {
  const failed: string[] = [];
  const stopped = new Set<string>();
  let done = 0;
  for (const record of records) {
    if (!stopped.has(record.group) && remainingMs() >= RESERVE_MS && (await succeeds(record, work))) {
      done += 1;
    } else {
      stopped.add(record.group);
      failed.push(record.id);
    }
  }
  logger.info('worked through', { done, failed: failed.length, remaining_ms: remainingMs() });
  count('Succeeded', done);
  count('Failed', failed.length);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function succeeds<Record extends Delivered>(
  record: Record,
  work: (record: Record) => Promise<void>,
): Promise<boolean> {
  logger.setCorrelationId(record.correlationId);
  logger.appendKeys({ record_id: record.id });
  try {
    await work(record);
  } catch (error) {
    // Whatever it is, this record comes again and the others are not lost.
    logFailure(error);
    return false;
  }
  return true;
}
