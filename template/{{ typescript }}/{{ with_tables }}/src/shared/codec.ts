/** What a table's operations say of values and versions, and what is said when a condition fails. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { unavailableWhenAwsIs } from './aws.ts';
import { InvalidError, NotFoundError, PreconditionFailedError } from './errors.ts';
import type { Plain } from './records.ts';

// What DynamoDB stores of numbers; of digits, 38, JavaScript's have less than half as many.
const LARGEST = 1e126;
const SMALLEST = 1e-130;

/** The values as they are. Throws InvalidError for a number that DynamoDB does not store. */
export function storable<Values>(values: Values): Values {
  if (typeof values === 'number') {
    const size = Math.abs(values);
    if (!(size < LARGEST) || (size > 0 && size < SMALLEST)) {
      throw new InvalidError([], 'A number is larger or smaller than can be stored.');
    }
  } else if (typeof values === 'object' && values !== null) {
    Object.values(values).forEach(storable);
  }
  return values;
}

/** Sets the values, removes those that are null or undefined, counts the version up. */
export function updateExpression(values: Plain) {
  const fields = Object.entries(values).map(([name, value], number) => ({ name, value, key: `field${number}` }));
  const kept = fields.filter(({ value }) => value !== null && value !== undefined);
  const removed = fields.filter((field) => !kept.includes(field));
  const set = `SET ${kept.map(({ key }) => `#${key} = :${key}`).join(', ')} ADD #version :one`;
  return {
    expression: removed.length > 0 ? `${set} REMOVE ${removed.map(({ key }) => `#${key}`).join(', ')}` : set,
    names: Object.fromEntries([['#version', 'version'], ...fields.map(({ key, name }) => [`#${key}`, name])]),
    values: Object.fromEntries([[':one', 1], ...kept.map(({ key, value }) => [`:${key}`, value])]),
  };
}

/** The condition that there is a record, in one of the versions if they are given, and its values. */
export function versionCondition(versions: readonly number[] | undefined) {
  if (versions === undefined) {
    return { condition: '#version > :none', expected: { ':none': 0 } };
  }
  if (versions.length === 0) {
    throw new PreconditionFailedError('If-Match names no version of the record.');
  }
  const expected = Object.fromEntries(versions.map((version, number) => [`:version${number}`, version]));
  return { condition: `#version IN (${Object.keys(expected).join(', ')})`, expected };
}

/** The record that made a condition fail. */
export function foundInstead(error: unknown): Plain | undefined {
  return error instanceof ConditionalCheckFailedException && error.Item ? unmarshall(error.Item) : undefined;
}

/** A failed condition tells by the record it found, or did not find, what was wrong. */
export async function refusing<Answer>(id: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await unavailableWhenAwsIs(call);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    throw foundInstead(error)
      ? new PreconditionFailedError('The record has changed since it was read.')
      : new NotFoundError(`There is no ${id}.`);
  }
}
