/**
 * A table in memory, for tests of what is above it; tests/integration holds it to the real one's behaviour.
 *
 * And a record, for tests of what is shared: they do not depend on the fields of the service's own records.
 */
import { vi } from 'vitest';
import * as z from 'zod/mini';
import { KeyReusedError, NotFoundError, PreconditionFailedError } from '../src/shared/errors.ts';
import { type Page, type Plain, plain, type Stored, stored } from '../src/shared/records.ts';
import type { Table } from '../src/shared/table.ts';

export const Example = z.extend(z.object({ name: z.string(), description: z.optional(z.string()) }), stored);
export type Example = z.infer<typeof Example>;

export function example(fields: Partial<Example> = {}): Example {
  return { name: 'First', id: 'a', created_at: 'earlier', updated_at: 'earlier', version: 1, ...fields };
}

export class FakeTable<Kind extends Stored> {
  readonly records = new Map<string, Plain>();
  readonly #fingerprints = new Map<string, string>();
  readonly #schema: z.ZodMiniType<Kind>;

  constructor(schema: z.ZodMiniType<Kind>) {
    this.#schema = schema;
  }

  async get(id: string): Promise<Kind> {
    const found = this.records.get(id);
    if (found === undefined) {
      throw new NotFoundError(`There is no ${id}.`);
    }
    return this.#schema.parse(found);
  }

  async insert(record: Kind, fingerprint: string): Promise<{ record: Kind; isNew: boolean }> {
    if (this.records.has(record.id)) {
      if (this.#fingerprints.get(record.id) !== fingerprint) {
        throw new KeyReusedError('The Idempotency-Key was used with another body.');
      }
      return { record: await this.get(record.id), isNew: false };
    }
    this.records.set(record.id, plain(record));
    this.#fingerprints.set(record.id, fingerprint);
    return { record, isNew: true };
  }

  async replace(id: string, changes: Plain, versions: readonly number[] | undefined): Promise<Kind> {
    const found = await this.#expect(id, versions);
    this.records.set(id, plain({ ...found, ...changes, version: found.version + 1 }));
    return await this.get(id);
  }

  async delete(id: string, versions: readonly number[] | undefined): Promise<void> {
    await this.#expect(id, versions);
    this.records.delete(id);
  }

  async page(limit: number, after: string | undefined): Promise<Page<Kind>> {
    const ids = [...this.records.keys()].filter((id) => after === undefined || id > after).sort();
    const records = await Promise.all(ids.slice(0, limit).map((id) => this.get(id)));
    return { records, lastId: ids.length > limit ? ids[limit - 1] : undefined };
  }

  async #expect(id: string, versions: readonly number[] | undefined): Promise<Kind> {
    const record = await this.get(id);
    if (versions !== undefined && !versions.includes(record.version)) {
      throw new PreconditionFailedError('The record has changed since it was read.');
    }
    return record;
  }
}

/** Let a table keep its records in memory for one test. */
export function inMemory<Kind extends Stored>(table: Table<Kind>, ...records: Kind[]): FakeTable<Kind> {
  const fake = new FakeTable(table.schema);
  for (const record of records) {
    fake.records.set(record.id, plain(record));
  }
  vi.spyOn(table, 'get').mockImplementation((id) => fake.get(id));
  vi.spyOn(table, 'insert').mockImplementation((record, fingerprint) => fake.insert(record, fingerprint));
  vi.spyOn(table, 'replace').mockImplementation((id, changes, versions) => fake.replace(id, changes, versions));
  vi.spyOn(table, 'delete').mockImplementation((id, versions) => fake.delete(id, versions));
  vi.spyOn(table, 'page').mockImplementation((limit, after) => fake.page(limit, after));
  return fake;
}
