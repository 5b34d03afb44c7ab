/** What the service writes: its log and its metrics, a line of JSON each. */
import { beforeEach, vi } from 'vitest';

const chunks: string[] = [];

/** Keep it, instead of printing it. */
export function keepOutput(): void {
  beforeEach(() => {
    chunks.length = 0;
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => chunks.push(String(chunk)) > 0);
    }
  });
}

/** All that was written in this test. */
export function output(): string {
  return chunks.join('');
}

/** The lines of it that are JSON. */
export function lines(): Record<string, unknown>[] {
  const written = output().split('\n');
  return written.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}
