/** The client of DynamoDB. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { settings } from './aws.ts';

/** Takes and gives plain values, where DynamoDB has attribute values. */
export const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient(settings()), {
  marshallOptions: { removeUndefinedValues: true },
});
