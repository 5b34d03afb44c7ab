/** One piece of work in one invocation: Lambda repeats what failed, and after the last attempt keeps it. */
import type { Context } from 'aws-lambda';
import { logFailure } from './failures.ts';
import { once } from './idempotency.ts';
import { count, logger, observed } from './observability.ts';

/** Lambda passes an event and its context, and looks at nothing but whether the handler throws. */
export type Handler<Event> = (event: Event, context: Context) => Promise<void>;

/**
 * The handler of the function `name`: it reads an event's key and subject, and works on the subject once.
 *
 * `work` is told how many milliseconds are left. Whatever it throws is thrown.
 */
export function job<Event, Subject>(
  name: string,
  read: (event: Event) => { key: string; subject: Subject },
  work: (subject: Subject, remainingMs: number) => Promise<string>,
): Handler<Event> {
  return observed(async (event, context) => {
    const remainingMs = context.getRemainingTimeInMillis();
    try {
      const { key, subject } = read(event);
      logger.setCorrelationId(key);
      await once(`${name}#${key}`, () => work(subject, remainingMs), remainingMs);
    } catch (error) {
      count('Failed');
      logFailure(error);
      throw error;
    }
    count('Succeeded');
    logger.info('done', { remaining_ms: context.getRemainingTimeInMillis() });
  });
}
