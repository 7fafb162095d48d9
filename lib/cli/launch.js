/*
 * The one entry of `npm start`, `npm run dev`, `npm run grader` and `npm run course`. Plain JavaScript, because an old
 * Node must still be able to say that it is too old.
 */
const needed = 26;
const major = Number(process.versions.node.split('.')[0]);

if (major < needed) {
  process.stderr.write(
    `Node ${needed} is needed, this is ${process.versions.node}. \`npm install\` brings it along as an optional package ` +
      'for Linux (glibc), macOS and Windows: run `npm install --include=optional`, then use the npm scripts ' +
      '(`npm start`, `npm run course`); elsewhere install it from https://nodejs.org.\n',
  );
  process.exit(1);
}

const services = { start: './start.ts', dev: './dev.ts', grader: './grader.ts' };
const [name = ''] = process.argv.slice(2);
const entry = Object.hasOwn(services, name) ? services[name] : './course.ts';
const { fail } = await import('./fail.ts');

try {
  const { main } = await import(entry);
  await main(process.argv.slice(2));
} catch (error) {
  fail(error);
}
