/** Buckets are emptied, and only then, after a question. */
import { DeleteObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../scripts/empty-buckets.ts';
import { BUCKETS, storeExample } from '../../scripts/local-aws.ts';

const NAMES = Object.values(BUCKETS);
const s3 = new S3Client();

beforeEach(async () => {
  await storeExample();
  await storeExample();
  for (const Bucket of NAMES) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'incoming/11111111-1111-4111-8111-111111111111' }));
  }
});

async function leftOver(): Promise<number> {
  const lists = await Promise.all(NAMES.map((Bucket) => s3.send(new ListObjectVersionsCommand({ Bucket }))));
  return lists.flatMap(({ Versions = [], DeleteMarkers = [] }) => [...Versions, ...DeleteMarkers]).length;
}

async function run(answer: string): Promise<number> {
  return await main(
    'my-service-dev',
    'us-east-1',
    async () => answer,
    async () => NAMES,
  );
}

test('a yes deletes all versions', async () => {
  expect(await leftOver()).toBeGreaterThan(0);
  expect(await run('y')).toBe(0);
  expect(await leftOver()).toBe(0);
});

test('anything else deletes nothing', async () => {
  const print = vi.spyOn(console, 'log').mockReturnValue();
  const before = await leftOver();
  expect(await run('')).toBe(1);
  expect(print).toHaveBeenCalledWith('Nothing is deleted.');
  expect(await leftOver()).toBe(before);
});
