/** A DynamoDB table of records with an id and a version. Every write is conditional: nothing is overwritten unseen. */
import { DeleteCommand, GetCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod/mini';
import { unavailableWhenAwsIs } from './aws.ts';
import { foundInstead, refusing, storable, updateExpression, versionCondition } from './codec.ts';
import { dynamodb } from './dynamodb.ts';
import { KeyReusedError, NotFoundError } from './errors.ts';
import { type Page, type Plain, plain, type Stored } from './records.ts';

const FINGERPRINT = '#fingerprint'; // beside the record's fields, under a name that no field can have
/** The function that wrote the record last: no stream brings a function what it has written itself. */
export const WRITER = '#writer';

/**
 * The table whose name is in the environment variable `nameVariable`.
 *
 * Every method throws UnavailableError when AWS throttles or does not answer.
 */
export class Table<Kind extends Stored> {
  readonly schema: z.ZodMiniType<Kind>;
  readonly #nameVariable: string;

  constructor(schema: z.ZodMiniType<Kind>, nameVariable: string) {
    this.schema = schema;
    this.#nameVariable = nameVariable;
  }

  /** The record, as the latest write left it. Throws NotFoundError. */
  async get(id: string): Promise<Kind> {
    const question = new GetCommand({ TableName: this.#name, Key: { id }, ConsistentRead: true });
    const { Item } = await unavailableWhenAwsIs(() => dynamodb.send(question));
    if (Item === undefined) {
      throw new NotFoundError(`There is no ${id}.`);
    }
    return this.schema.parse(Item);
  }

  /**
   * Store a new record. Where its id is taken by one with the same fingerprint, that one is returned, which is not new.
   *
   * Throws KeyReusedError when the id is taken by a record with another fingerprint.
   */
  async insert(record: Kind, fingerprint: string): Promise<{ record: Kind; isNew: boolean }> {
    const write = new PutCommand({
      TableName: this.#name,
      Item: { ...storable(plain(record)), [FINGERPRINT]: fingerprint, [WRITER]: functionName() },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await unavailableWhenAwsIs(() => dynamodb.send(write));
    } catch (error) {
      const found = foundInstead(error);
      if (found === undefined) {
        throw error;
      }
      if (found[FINGERPRINT] !== fingerprint) {
        throw new KeyReusedError('The Idempotency-Key was used with another body.');
      }
      return { record: this.schema.parse(found), isNew: false };
    }
    return { record, isNew: true };
  }

  /**
   * Set the attributes, remove those that are null or undefined, and count the version up.
   *
   * `versions` are the ones that may be replaced, undefined means any. Throws NotFoundError, PreconditionFailedError.
   */
  async replace(id: string, changes: Plain, versions: readonly number[] | undefined): Promise<Kind> {
    const { expression, names, values } = updateExpression({ ...storable(changes), [WRITER]: functionName() });
    const { condition, expected } = versionCondition(versions);
    const write = new UpdateCommand({
      TableName: this.#name,
      Key: { id },
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...values, ...expected },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const { Attributes } = await refusing(id, () => dynamodb.send(write));
    return this.schema.parse(Attributes);
  }

  /** Remove the record if it is in one of the versions. Throws NotFoundError, PreconditionFailedError. */
  async delete(id: string, versions: readonly number[] | undefined): Promise<void> {
    const { condition, expected } = versionCondition(versions);
    const write = new DeleteCommand({
      TableName: this.#name,
      Key: { id },
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: expected,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await refusing(id, () => dynamodb.send(write));
  }

  /**
   * At most `limit` records after the one with the id `after`, in the table's own order.
   *
   * One Scan: it costs what it reads, and stops at 1 MB, so that the answer stays below Lambda's 6 MB.
   */
  async page(limit: number, after: string | undefined): Promise<Page<Kind>> {
    const start = after === undefined ? {} : { ExclusiveStartKey: { id: after } };
    const question = new ScanCommand({ TableName: this.#name, Limit: limit, ...start });
    const { Items = [], LastEvaluatedKey } = await unavailableWhenAwsIs(() => dynamodb.send(question));
    return { records: Items.map((item) => this.schema.parse(item)), lastId: LastEvaluatedKey?.['id'] };
  }

  get #name(): string | undefined {
    return process.env[this.#nameVariable];
  }
}

function functionName(): string {
  return process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local';
}
