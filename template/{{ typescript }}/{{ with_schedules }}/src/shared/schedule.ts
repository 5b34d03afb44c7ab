/** Runs by the clock: each scheduled time once, and one at a time. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { type Handler, job } from './job.ts';
import { marks } from './marks.ts';
import { convert } from './messages.ts';

// What the infrastructure makes the scheduler say.
const Input = z.object({ scheduled_time: z.iso.datetime({ offset: true }) });

/**
 * The handler of the function `name`, which does `run` once for each scheduled time: what is done when, and what is the
 * same whenever the run is repeated.
 *
 * While another run of the function is going on, UnavailableError is thrown, so that Lambda tries again later. A run
 * that crashed holds up the next one until its invocation must be over.
 */
export function scheduled(name: string, run: (moment: Date, key: string) => Promise<string>): Handler<unknown> {
  return job(name, read, async (moment, remainingMs) => {
    const lock = `${name}#running`;
    const lease = randomUUID();
    await marks.take(lock, lease, remainingMs);
    try {
      return await run(moment, moment.toISOString());
    } finally {
      await marks.giveBack(lock, lease);
    }
  });
}

function read(event: unknown): { key: string; subject: Date } {
  const moment = new Date(convert(event, Input).scheduled_time);
  return { key: moment.toISOString(), subject: moment };
}
