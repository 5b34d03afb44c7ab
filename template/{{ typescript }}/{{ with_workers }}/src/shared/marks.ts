/** The table that remembers for two weeks what is done, and who is working on what. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unavailableWhenAwsIs } from './aws.ts';
import { dynamodb } from './dynamodb.ts';
import { UnavailableError } from './errors.ts';
import { logger } from './observability.ts';

// Longer than any trigger repeats itself; a message may wait in a dead-letter queue for just as long.
export const KEEP_SECONDS = 14 * 24 * 60 * 60;

// DynamoDB removes what has expired some time later, so both times are compared here as well.
const IS_FREE = 'attribute_not_exists(id) OR expires_at < :now OR leased_until < :now';

/** Take the key on lease, in milliseconds; false when its work is done. Throws UnavailableError when another has it. */
async function take(key: string, lease: string, leaseMs: number): Promise<boolean> {
  const now = Date.now() / 1000;
  const write = new PutCommand({
    TableName: tableName(),
    Item: { id: key, lease, leased_until: now + leaseMs / 1000, expires_at: Math.trunc(now) + KEEP_SECONDS },
    ConditionExpression: IS_FREE,
    ExpressionAttributeValues: { ':now': now },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await unavailableWhenAwsIs(() => dynamodb.send(write));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    if (error.Item?.['lease']) {
      throw new UnavailableError('Another invocation is working on it.');
    }
    return false;
  }
  return true;
}

/** Mark the key as done, if this lease is still the one. */
async function mark(key: string, lease: string, outcome: string): Promise<void> {
  const write = new UpdateCommand({
    TableName: tableName(),
    Key: { id: key },
    UpdateExpression: 'SET outcome = :outcome REMOVE lease, leased_until',
    ConditionExpression: 'lease = :lease',
    ExpressionAttributeValues: { ':outcome': outcome, ':lease': lease },
  });
  await unavailableWhenAwsIs(() => dynamodb.send(write));
}

/** Free the key; where that fails, the lease ends by itself. */
async function giveBack(key: string, lease: string): Promise<void> {
  const write = new DeleteCommand({
    TableName: tableName(),
    Key: { id: key },
    ConditionExpression: 'lease = :lease',
    ExpressionAttributeValues: { ':lease': lease },
  });
  try {
    await dynamodb.send(write);
  } catch (error) {
    logger.warn('the key stays on lease', { key, error: error as Error });
  }
}

function tableName(): string | undefined {
  return process.env['IDEMPOTENCY_TABLE_NAME'];
}

export const marks = { take, mark, giveBack };
