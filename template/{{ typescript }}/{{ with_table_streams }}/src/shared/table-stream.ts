/** Changes of a table, as its stream tells them, and what makes a Lambda handler of a function that works on one. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { InvalidError } from './errors.ts';
import { logger } from './observability.ts';
import type { Plain } from './records.ts';
import { whatIsWrong } from './schemas.ts';
import { type Handler, ShardRecord, streamWorker } from './stream.ts';
import { CORRELATION, WRITER } from './table.ts';

/** A record that is new. */
export interface Inserted<Kind> {
  readonly kind: 'inserted';
  readonly record: Kind;
}

/** A record as it was before the change, and as it was after it. */
export interface Modified<Kind> {
  readonly kind: 'modified';
  readonly old: Kind;
  readonly record: Kind;
}

/** A record as it was before somebody removed it, or its time to live ended. */
export interface Removed<Kind> {
  readonly kind: 'removed';
  readonly record: Kind;
}

export type What<Kind> = Inserted<Kind> | Modified<Kind> | Removed<Kind>;

/** A change as DynamoDB delivered it, with the record's values before and after it. */
export class Change extends ShardRecord {
  readonly old: Plain | undefined;
  readonly new: Plain | undefined;

  constructor({ eventID, dynamodb: images }: DynamoDBRecord) {
    // What the writer's logs have, too; nobody tells it of a record that is removed.
    super(String(images?.SequenceNumber), String(eventID), images?.NewImage?.[CORRELATION]?.S || undefined);
    this.old = images?.OldImage && plainImage(images.OldImage);
    this.new = images?.NewImage && plainImage(images.NewImage);
  }

  /** What happened, with records as the schema has them. Throws InvalidError unless they are valid. */
  read<Kind>(schema: z.ZodMiniType<Kind>): What<Kind> {
    if (this.old === undefined) {
      return { kind: 'inserted', record: valid(this.new, schema) };
    }
    if (this.new === undefined) {
      return { kind: 'removed', record: valid(this.old, schema) };
    }
    return { kind: 'modified', old: valid(this.old, schema), record: valid(this.new, schema) };
  }
}

/**
 * The handler of the function `name`, which does each change once by `work`.
 *
 * What the function itself wrote is no change to it, even if the filter of its trigger should let it pass.
 */
export function tableStreamWorker(
  name: string,
  work: (change: Change) => Promise<string>,
): Handler<Pick<DynamoDBStreamEvent, 'Records'>> {
  return streamWorker(name, changes, work);
}

function* changes(event: Pick<DynamoDBStreamEvent, 'Records'>, context: Context): Iterable<Change> {
  for (const record of event.Records) {
    const change = new Change(record);
    if (change.new?.[WRITER] === context.functionName) {
      logger.info('skipped what the function itself wrote', { key: change.key });
    } else {
      yield change;
    }
  }
}

// The types of events and those of the client name the same attribute values.
function plainImage(image: NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>): Plain {
  return unmarshall(image as Parameters<typeof unmarshall>[0]);
}

function valid<Kind>(values: Plain | undefined, schema: z.ZodMiniType<Kind>): Kind {
  const message = whatIsWrong(schema, values);
  if (message !== undefined) {
    throw new InvalidError([], `The record is not valid: ${message}`);
  }
  return schema.parse(values);
}
