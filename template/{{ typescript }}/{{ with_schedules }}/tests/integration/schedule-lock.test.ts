/** Runs of one function exclude each other, against a DynamoDB API over HTTP; a crashed one does so for a while. */
import { expect, test, vi } from 'vitest';
import { contextOf } from '../../scripts/invoke.ts';
import { UnavailableError } from '../../src/shared/errors.ts';
import { marks } from '../../src/shared/marks.ts';
import { scheduled } from '../../src/shared/schedule.ts';

const FIRST = { scheduled_time: '2026-06-01T03:00:00Z' };
const SECOND = { scheduled_time: '2026-06-02T03:00:00Z' };
const CONTEXT = contextOf('name');

function functionOf(name: string, meanwhile = async () => {}) {
  return scheduled(name, async () => {
    await meanwhile();
    return '';
  });
}

test('two at once do not overlap', async () => {
  const startAnother = async () => {
    await expect(functionOf('at-once')(SECOND, CONTEXT)).rejects.toThrow(UnavailableError);
  };
  await functionOf('at-once', startAnother)(FIRST, CONTEXT);
  await functionOf('at-once')(SECOND, CONTEXT);
});

test('after a crash the next run waits until the invocation must be over', async () => {
  vi.spyOn(marks, 'giveBack').mockResolvedValueOnce();
  await functionOf('crashed')(FIRST, CONTEXT);
  await expect(functionOf('crashed')(SECOND, CONTEXT)).rejects.toThrow(UnavailableError);
  const later = Date.now() + CONTEXT.getRemainingTimeInMillis() + 1000;
  vi.spyOn(Date, 'now').mockReturnValue(later);
  await functionOf('crashed')(SECOND, CONTEXT);
});
