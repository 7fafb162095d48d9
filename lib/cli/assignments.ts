import path from 'node:path';
import { Command } from 'commander';
import { folderOfAll, listFolders } from '#db/seed.ts';
import { checkAssignment, type FileCheck } from '#lib/assignments/check.ts';
import { readSettings } from '#lib/env.ts';
import { NotFound } from '#lib/errors.ts';
import { makeFolder } from '#lib/host/lock.ts';
import { openSandbox } from '#lib/sandbox/sandbox.ts';
import { jsonFlag, print } from './print.ts';

export function assignmentsCommand(): Command {
  const assignments = new Command('assignments').description('Assignment folders');
  assignments
    .command('check')
    .argument('[slug]', 'only this assignment')
    .description('Grades solution, starter and wrong submissions, each of which must get what it should.')
    .option('--seed <text>', 'stands for the secret of a deployment', 'check')
    .option(...jsonFlag)
    .action(check);
  return assignments;
}

/** Needs no database: it grades in the sandbox what lies in the folder. */
async function check(slug: string | undefined, options: { seed: string; json?: boolean }): Promise<void> {
  const folders = await listFolders();
  if (slug !== undefined && !folders.includes(slug)) throw new NotFound(`The folder assignments/${slug}`);
  await makeFolder(readSettings().DATA_DIR);
  const sandbox = await openSandbox({ allowDemo: true });
  const signal = new AbortController().signal;
  const checks: (FileCheck & { slug: string })[] = [];
  try {
    for (const name of slug === undefined ? folders : [slug]) {
      const found = await checkAssignment(path.join(folderOfAll, name), { sandbox, seed: options.seed, signal });
      checks.push(...found.map((one) => ({ slug: name, ...one })));
    }
  } finally {
    await sandbox.close();
  }
  print(options, checks, checks.map(sentence).join('\n'));
  if (checks.some((one) => !one.ok)) process.exitCode = 1;
}

function sentence({ slug, file, ok, expected, found, seconds }: FileCheck & { slug: string }): string {
  const what = ok ? found : `expected ${expected}, found ${found}`;
  return `${ok ? '✓' : '✗'} ${slug}/${file}: ${what} (${seconds.toFixed(1)} s)`;
}
