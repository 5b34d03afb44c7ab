/** Does work once, although triggers deliver more than once. */
import { randomUUID } from 'node:crypto';
import { marks } from './marks.ts';
import { logger } from './observability.ts';

/**
 * Do the work unless the key is marked as done. What it returns is kept beside the mark, for people who look.
 *
 * Whoever works on a key has it on lease until its invocation is over. Another who comes meanwhile gets
 * UnavailableError, and one who comes after a crash does the work again: so an effect that must not happen twice has
 * to know the key. When the work throws, the key is free at once.
 */
export async function once(key: string, work: () => Promise<string>, remainingMs: number): Promise<void> {
  const lease = randomUUID();
  if (!(await marks.take(key, lease, remainingMs))) {
    logger.info('done before', { key });
    return;
  }
  let outcome: string;
  try {
    outcome = await work();
  } catch (error) {
    await marks.giveBack(key, lease);
    throw error;
  }
  await marks.mark(key, lease, outcome);
}
