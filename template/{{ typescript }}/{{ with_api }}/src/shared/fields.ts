/** How a request's body is read as fields. */
import type * as z from 'zod/mini';
import { type FieldError, InvalidError } from './errors.ts';
import { parseJson, whatIsWrong } from './schemas.ts';

/** JSON as the schema has it. Throws InvalidError, which names every bad field. */
export function fieldsOf<Schema extends z.ZodMiniObject>(json: Uint8Array, schema: Schema): z.infer<Schema> {
  const value = jsonObject(json);
  const errors = badFields(schema, value);
  const acrossFields = errors.length > 0 ? undefined : whatIsWrong(schema, value);
  if (errors.length > 0 || acrossFields !== undefined) {
    throw new InvalidError(errors, acrossFields);
  }
  return schema.parse(value);
}

function jsonObject(json: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(json);
  } catch {
    throw new InvalidError([], 'The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidError([], 'The body is not a JSON object.');
  }
  return value as Record<string, unknown>;
}

/** Every bad field with what is wrong, those that nobody knows first. */
function badFields(schema: z.ZodMiniObject, value: Record<string, unknown>): FieldError[] {
  const known = Object.entries(schema.shape);
  const errors = Object.keys(value)
    .filter((name) => !Object.hasOwn(schema.shape, name))
    .map((name) => ({ field: name, message: 'There is no such field' }));
  for (const [name, field] of known) {
    const message = Object.hasOwn(value, name)
      ? whatIsWrong(field, value[name])
      : whatIsWrong(field, undefined) && 'The field is missing';
    if (message !== undefined) {
      errors.push({ field: name, message });
    }
  }
  return errors;
}
