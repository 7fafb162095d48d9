import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

/**
 * Starts the harness that lies beside this program, from code that an earlier process has compiled: that is half of what
 * loading costs. With the argument `keep` it is that process, and writes the code down at its end. It is looked at by
 * V8, which compiles anew what another version made.
 */

const filename = path.join(__dirname, 'harness.js');
const keptFile = path.join(__dirname, 'harness.code');
const keeps = process.argv.at(-1) === 'keep';

// Its bundler writes ASCII.
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  ...(keeps ? {} : { cachedData: readFileSync(keptFile) }),
});
if (keeps) process.on('exit', () => writeFileSync(keptFile, script.createCachedData()));
script.runInThisContext()(createRequire(filename), __dirname, filename);
