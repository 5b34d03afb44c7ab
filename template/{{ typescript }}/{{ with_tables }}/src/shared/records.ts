/** What all records have in common. */
import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';

/** The fields that the service itself sets. */
export const stored = { id: z.string(), created_at: z.string(), updated_at: z.string(), version: z.int() };
const Stored = z.object(stored);
export type Stored = z.infer<typeof Stored>;

/** Fields as JSON has them. */
export type Plain = Readonly<Record<string, unknown>>;

/** Some records; `lastId` is where the next page starts, undefined after the last one. */
export interface Page<Kind> {
  readonly records: readonly Kind[];
  readonly lastId: string | undefined;
}

// The namespace of ids that are made from idempotency keys; a new one would make old keys new.
const KEYS = Buffer.from('5f0b7a523a0c4b6e9d0e2f6c1a7e4d11', 'hex');

/** The fields without the ones that are null or undefined. */
export function plain(fields: object): Plain {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}

/** The fields with all that their schema has: what is absent is undefined, so that replacing removes it. */
export function complete(schema: z.ZodMiniObject, fields: object): Plain {
  return { ...Object.fromEntries(Object.keys(schema.shape).map((name) => [name, undefined])), ...fields };
}

/** A random id, or the one that the key always gives: so a repeated request meets its first record. */
export function newId(idempotencyKey: string | undefined): string {
  return idempotencyKey ? uuidOf(idempotencyKey) : randomUUID();
}

/** What tells whether two inputs are the same; a field that is new and absent makes no difference. */
export function fingerprint(fields: object): string {
  const json = JSON.stringify(sorted(plain(fields)));
  return createHash('sha256').update(json).digest('hex');
}

/** The time as records keep it: RFC 3339, UTC. */
export function now(): string {
  return new Date().toISOString();
}

/** A UUID of version 5, as RFC 9562 makes it of a name. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(KEYS).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
