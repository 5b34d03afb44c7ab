// Runs apps of the CDK in TypeScript, one after the other: the CDK is loaded once. It is told of them like apps.py.

import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

for await (const line of createInterface({ input: process.stdin })) {
  const [folder, file, context, outdir] = JSON.parse(line);
  process.chdir(folder);
  Object.assign(process.env, { CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: outdir });
  let failed = '';
  try {
    await import(pathToFileURL(join(folder, file)).href);
    // An app is synthesised when its program ends.
    process.emit('beforeExit', 0);
  } catch (error) {
    failed = error.stack;
  }
  // One that failed before it was synthesised would be with the next.
  process.removeAllListeners('beforeExit');
  process.stdout.write(`${JSON.stringify([failed ? 1 : 0, failed])}\n`);
}
