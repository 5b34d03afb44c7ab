/**
 * Runs a built function as it is in Lambda, its module in /var/task, wherever it is: `node run.mjs FOLDER EVENT`.
 * A stand-in for the container of `sam local`: to debuggers, a module is where its URL says that it is.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const [folder, event] = process.argv.slice(2);
const url = 'file:///var/task/index.mjs';
registerHooks({
  resolve: (name, context, next) => (name === url ? { url, shortCircuit: true } : next(name, context)),
  load: (name, context, next) =>
    name === url
      ? { format: 'module', source: readFileSync(`${folder}/index.mjs`), shortCircuit: true }
      : next(name, context),
});

const { handler } = await import(url);
const context = {
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  getRemainingTimeInMillis: () => 60_000,
  memoryLimitInMB: '512',
};
console.log(JSON.stringify(await handler(JSON.parse(readFileSync(event, 'utf8')), context)));
