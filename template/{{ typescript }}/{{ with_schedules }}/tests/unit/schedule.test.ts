/** Runs by the clock: each scheduled time once, one at a time, again after a failure. */
import { beforeEach, expect, test } from 'vitest';
import { contextOf } from '../../scripts/invoke.ts';
import { InvalidError, UnavailableError } from '../../src/shared/errors.ts';
import { scheduled } from '../../src/shared/schedule.ts';
import { useDoubles } from '../doubles.ts';

const EVENT = { scheduled_time: '2026-06-01T03:00:00Z' };
const NEXT = { scheduled_time: '2026-06-02T03:00:00Z' };
const CONTEXT = contextOf('name');

let doubles: ReturnType<typeof useDoubles>;
beforeEach(() => {
  doubles = useDoubles();
});

test('a scheduled time is run once however often it comes', async () => {
  const ran: Date[] = [];
  const handler = scheduled('name', async (moment) => String(ran.push(moment)));
  for (const event of [EVENT, EVENT, NEXT]) {
    await handler(event, CONTEXT);
  }
  expect(ran).toEqual([new Date('2026-06-01T03:00:00Z'), new Date('2026-06-02T03:00:00Z')]);
  expect(doubles.marks.done.size).toBe(2);
});

test('a run does not begin while another goes on', async () => {
  const handler = scheduled('name', async (_, key) => {
    if (key.startsWith('2026-06-01')) {
      await expect(handler(NEXT, CONTEXT)).rejects.toThrow(UnavailableError);
    }
    return '';
  });
  await handler(EVENT, CONTEXT);
  await handler(NEXT, CONTEXT);
});

test('a run that failed can be repeated and lets others go on', async () => {
  const failures = [new TypeError('a bug')];
  const handler = scheduled('name', async (_, key) => {
    const next = failures.pop();
    if (next) {
      throw next;
    }
    return key;
  });
  await expect(handler(EVENT, CONTEXT)).rejects.toThrow(TypeError);
  await handler(NEXT, CONTEXT);
  await handler(EVENT, CONTEXT);
  expect([...doubles.marks.done.values()]).toEqual(['2026-06-02T03:00:00.000Z', '2026-06-01T03:00:00.000Z']);
  expect(doubles.marks.leased.size).toBe(0);
});

test.each([{}, { scheduled_time: 'tomorrow' }, null])('without a time nothing is run: %o', async (event) => {
  const handler = scheduled('name', async () => expect.unreachable());
  await expect(handler(event, CONTEXT)).rejects.toThrow(InvalidError);
});
