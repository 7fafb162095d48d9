import { Command } from 'commander';
import { listFolders, publishFolder } from '#db/seed.ts';
import type { Publishing } from '#lib/assignments/gate.ts';
import { NotFound } from '#lib/errors.ts';
import { withCheck } from './checking.ts';
import { jsonFlag, print } from './print.ts';
import { withCourse } from './session.ts';

export function datasetsCommand(): Command {
  const datasets = new Command('datasets').description('Data of the assignments');
  datasets
    .command('build')
    .argument('[slug]', 'only this assignment')
    .description(
      "Builds the splits with the deployment's secret and publishes assignments that changed and pass their check.",
    )
    .option(...jsonFlag)
    .action(build);
  return datasets;
}

async function build(slug: string | undefined, options: { json?: boolean }): Promise<void> {
  const folders = await listFolders();
  if (slug !== undefined && !folders.includes(slug)) throw new NotFound(`The folder assignments/${slug}`);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  await withCheck(say, (check) =>
    withCourse(async ({ ctx, asOwner }) => {
      const done: Publishing[] = [];
      for (const name of slug === undefined ? folders : [slug]) {
        done.push(await asOwner((db) => publishFolder(db, name, ctx.now, check)));
      }
      const results = done.map((one) => ('refused' in one ? { ...one.refused, refused: true } : one.published));
      print(options, results, done.map(sentence).join('\n'));
      if (done.some((one) => 'refused' in one)) process.exitCode = 1;
    }),
  );
}

function sentence(one: Publishing): string {
  if ('refused' in one) {
    const { slug, reasons, remedy } = one.refused;
    return [`${slug}: not published.`, ...reasons.map((reason) => `  ${reason}`), `  ${remedy}`].join('\n');
  }
  const { slug, version, changed } = one.published;
  return changed ? `${slug}: published as version ${version}` : `${slug}: version ${version} is up to date`;
}
