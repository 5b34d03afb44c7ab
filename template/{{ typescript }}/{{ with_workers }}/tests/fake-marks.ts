/** The marks of what is done, in memory; tests/integration tries the real ones. */
import { vi } from 'vitest';
import { UnavailableError } from '../src/shared/errors.ts';
import { marks } from '../src/shared/marks.ts';

/** Which keys are done, with what outcome, and which are on lease. */
export class FakeMarks {
  readonly done = new Map<string, string>();
  readonly leased = new Set<string>();

  attach(): void {
    vi.spyOn(marks, 'take').mockImplementation(async (key) => {
      if (this.leased.has(key)) {
        throw new UnavailableError('Another invocation is working on it.');
      }
      if (!this.done.has(key)) {
        this.leased.add(key);
      }
      return !this.done.has(key);
    });
    vi.spyOn(marks, 'mark').mockImplementation(async (key, _, outcome) => {
      this.leased.delete(key);
      this.done.set(key, outcome);
    });
    vi.spyOn(marks, 'giveBack').mockImplementation(async (key) => {
      this.leased.delete(key);
    });
  }
}
