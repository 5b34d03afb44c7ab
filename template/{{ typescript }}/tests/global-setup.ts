/** Starts the local AWS for the integration tests, and tells them where everything is. */
import type { TestProject } from 'vitest/node';
import { ENVIRONMENT, startLocalAws } from '../scripts/local-aws.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    localAws: Record<string, string | undefined>;
  }
}

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const aws = await startLocalAws();
  const names = [...Object.keys(ENVIRONMENT), 'AWS_ENDPOINT_URL'];
  project.provide('localAws', Object.fromEntries(names.map((name) => [name, process.env[name]])));
  return () => aws.stop();
}
