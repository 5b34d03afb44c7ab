import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient());

interface Event {
  pathParameters: { id: string };
}

export async function handler(event: Event) {
  const question = new GetCommand({ TableName: process.env.ITEMS_TABLE_NAME, Key: { id: event.pathParameters.id } });
  const { Item } = await client.send(question);
  return { statusCode: 200, body: JSON.stringify(Item) };
}
