/** Runs a function with one of its events, in this process: `node scripts/run.mjs invoke [--built] FUNCTION/EVENT`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Context } from 'aws-lambda';
import { startLocalAws, storeExample } from './local-aws.ts';

const ROOT = dirname(import.meta.dirname);
export const EVENTS = `${ROOT}/events`;

/** What Lambda tells a function of its invocation. */
export function contextOf(functionName: string): Context {
  return {
    awsRequestId: '00000000-0000-4000-8000-000000000000',
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    getRemainingTimeInMillis: () => 300_000,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    memoryLimitInMB: '512',
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

/** Prints the answer, and gives the exit code. */
export async function main(...words: string[]): Promise<number> {
  const isBuilt = words[0] === '--built';
  const name = words.slice(isBuilt ? 1 : 0).join('/');
  const problem = problemOf(name);
  if (problem) {
    console.error(problem);
    return 1;
  }
  process.env['POWERTOOLS_LOG_LEVEL'] ??= 'INFO';
  const aws = await startLocalAws();
  try {
    await storeExample();
    const answer = await invoke(dirname(name), load(name), isBuilt);
    const readable = answer?.body ? { ...answer, body: JSON.parse(answer.body) } : (answer ?? null);
    console.log(JSON.stringify(readable, null, 2));
  } finally {
    await aws.stop();
  }
  return 0;
}

/** The names of a function's events. */
export function eventsOf(functionName: string): string[] {
  const files = readdirSync(`${EVENTS}/${functionName}`).filter((file) => file.endsWith('.json'));
  return files.map((file) => basename(file, '.json')).sort();
}

/** The event of a case like get-item/happy. */
// biome-ignore lint/suspicious/noExplicitAny: an event is what its trigger sends
export function load(name: string): any {
  return JSON.parse(readFileSync(`${EVENTS}/${name}.json`, 'utf8'));
}

/** What the function answers to the event. */
// biome-ignore lint/suspicious/noExplicitAny: as above, and so is its answer
export async function invoke(functionName: string, event: unknown, isBuilt = false): Promise<any> {
  const { handler } = await import(
    isBuilt ? `../dist/${functionName}/index.mjs` : `../src/handlers/${functionName}.ts`
  );
  return await handler(event, contextOf(functionName));
}

function problemOf(name: string): string | undefined {
  const functions = readdirSync(EVENTS).sort();
  const [functionName = '', event = ''] = name.split('/');
  if (!functions.includes(functionName)) {
    return `There is no function '${functionName}': FUNCTION is one of ${functions.join(', ')}.`;
  }
  if (!existsSync(`${EVENTS}/${functionName}/${event}.json`)) {
    return `${functionName} has no event '${event}': EVENT is one of ${eventsOf(functionName).join(', ')}.`;
  }
  return undefined;
}
