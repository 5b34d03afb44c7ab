/** Runs a script of this folder: `node scripts/run.mjs build`. Plain JavaScript, so that an old Node can say so. */

import { existsSync } from 'node:fs';

const WANTED = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < WANTED[0] || (major === WANTED[0] && minor < WANTED[1])) {
  console.error(
    `This is Node.js ${process.versions.node}, and ${WANTED.join('.')} or newer is needed: run \`nvm install\`, or see nodejs.org.`,
  );
  process.exit(1);
}

const [name, ...words] = process.argv.slice(2);
if (name && !existsSync(new URL('../node_modules', import.meta.url))) {
  console.error('Nothing is installed yet: run `make setup`.');
  process.exit(1);
}
if (name) {
  const { main } = await import(`./${name}.ts`);
  process.exitCode = await main(...words);
}
