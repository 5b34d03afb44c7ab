// A project's vitest that runs its unit tests again and again: what it has made of files stays, but of those that change.
// Run in the project. A line of stdin is the path of a changed file; the line of stdout that answers it lists the tests
// that failed, up to the first, in JSON. Those that are called like the file run first.

import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const own = createRequire(`${process.cwd()}/package.json`);
const { createVitest } = await import(pathToFileURL(own.resolve('vitest/node')).href);
const failed = [];
const reporter = {
  onTestCaseResult: (test) => test.result().state === 'failed' && failed.push(test.fullName),
};
const vitest = await createVitest('test', { bail: 1, project: ['unit'], reporters: [reporter], watch: false });
const tests = await vitest.globTestSpecifications();

// A test that never ends would keep whoever asks waiting.
const SECONDS = 300;
let last;
for await (const changed of createInterface({ input: process.stdin })) {
  failed.length = 0;
  const limit = setTimeout(() => process.exit(1), SECONDS * 1000);
  // What changed last is as it was.
  [last, changed].filter(Boolean).forEach((path) => vitest.invalidateFile(path));
  last = changed;
  const likely = tests.filter(({ moduleId }) => basename(moduleId).startsWith(basename(changed, '.ts')));
  for (const some of [likely, tests.filter((test) => !likely.includes(test))]) {
    if (some.length && !failed.length) await vitest.runTestSpecifications(some);
  }
  clearTimeout(limit);
  console.log(JSON.stringify(failed));
}
await vitest.close();
