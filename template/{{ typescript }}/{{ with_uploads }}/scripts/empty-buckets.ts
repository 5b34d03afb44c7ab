/** Empties the buckets of a stack, which AWS deletes only then: `node scripts/run.mjs empty-buckets STACK REGION`. */
import { createInterface } from 'node:readline/promises';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';

/** Gives the exit code. `ask` gets the question and gives what the user answers. */
export async function main(stack: string, region: string, ask = askUser, bucketsOf = bucketsOfStack): Promise<number> {
  try {
    const buckets = await bucketsOf(stack, region);
    if (buckets.length === 0) {
      return 0;
    }
    const answer = await ask(`Delete everything in ${buckets.join(' and ')}, all versions? [y/N] `);
    if (answer.trim().toLowerCase() !== 'y') {
      console.log('Nothing is deleted.');
      return 1;
    }
    for (const bucket of buckets) {
      await empty(bucket, region);
    }
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  return 0;
}

async function askUser(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

/** The names of the stack's buckets. */
async function bucketsOfStack(StackName: string, region: string): Promise<string[]> {
  const buckets: string[] = [];
  const client = new CloudFormationClient({ region });
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    const found = page.StackResourceSummaries?.filter(({ ResourceType }) => ResourceType === 'AWS::S3::Bucket') ?? [];
    buckets.push(...found.map(({ PhysicalResourceId = '' }) => PhysicalResourceId));
  }
  return buckets;
}

/** Delete all versions of all objects, and what marks them as deleted. */
async function empty(Bucket: string, region: string): Promise<void> {
  const client = new S3Client({ region });
  // The first page is asked for again and again: what it had is gone by then.
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) {
      return;
    }
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (Errors[0]) {
      throw new Error(`${Errors[0].Key} of ${Bucket} can not be deleted: ${Errors[0].Message}`);
    }
  }
}
