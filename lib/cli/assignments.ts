import path from 'node:path';
import { Command } from 'commander';
import { folderOfAll, listFolders } from '#db/seed.ts';
import type { FileCheck } from '#lib/assignments/check.ts';
import { checkAndRecord } from '#lib/assignments/gate.ts';
import { NotFound } from '#lib/errors.ts';
import { withCheck } from './checking.ts';
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

/** Needs no database: it grades in the sandbox what lies in the folder, and keeps there that it passed. */
async function check(slug: string | undefined, options: { seed: string; json?: boolean }): Promise<void> {
  const folders = await listFolders();
  if (slug !== undefined && !folders.includes(slug)) throw new NotFound(`The folder assignments/${slug}`);
  const checks: (FileCheck & { slug: string })[] = [];
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  await withCheck(say, async (checkFolder) => {
    for (const name of slug === undefined ? folders : [slug]) {
      say(`${name}:`);
      const found = await checkAndRecord(path.join(folderOfAll, name), options.seed, checkFolder);
      checks.push(...found.map((one) => ({ slug: name, ...one })));
    }
  });
  const failed = [...new Set(checks.filter((one) => !one.ok).map((one) => one.slug))];
  print(options, checks, failed.length ? `Not to be published: ${failed.join(', ')}.` : 'All is as it should be.');
  if (failed.length > 0) process.exitCode = 1;
}
