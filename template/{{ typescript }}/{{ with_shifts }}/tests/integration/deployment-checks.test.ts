/** What a deployment tries each new version with, against AWS's APIs over HTTP: it is answered, and changes nothing. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { invoke } from '../../scripts/invoke.ts';
import { TABLES } from '../../scripts/local-aws.ts';

const CHECKS: Record<string, unknown> = JSON.parse(readFileSync('deployment/checks.json', 'utf8'));

async function stored(): Promise<unknown[]> {
  const dynamodb = new DynamoDBClient();
  const tables = Object.values(TABLES).map((TableName) => dynamodb.send(new ScanCommand({ TableName })));
  return (await Promise.all(tables)).map(({ Items }) => Items);
}

test.each(Object.keys(CHECKS))('a check is answered and changes nothing: %s', async (functionName) => {
  const before = await stored();
  const answer = await invoke(functionName, CHECKS[functionName]);
  expect(answer?.statusCode ?? 200).toBeLessThan(500);
  expect(answer?.batchItemFailures ?? []).toEqual([]);
  expect(await stored()).toEqual(before);
});
