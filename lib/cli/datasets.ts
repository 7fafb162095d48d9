import { Command } from 'commander';
import { listFolders, publishFolder } from '#db/seed.ts';
import type { Published } from '#lib/assignments/publish.ts';
import { NotFound } from '#lib/errors.ts';
import { jsonFlag, print } from './print.ts';
import { withCourse } from './session.ts';

export function datasetsCommand(): Command {
  const datasets = new Command('datasets').description('Data of the assignments');
  datasets
    .command('build')
    .argument('[slug]', 'only this assignment')
    .description("Builds the splits with the deployment's secret and publishes assignments that changed.")
    .option(...jsonFlag)
    .action(build);
  return datasets;
}

async function build(slug: string | undefined, options: { json?: boolean }): Promise<void> {
  const folders = await listFolders();
  if (slug !== undefined && !folders.includes(slug)) throw new NotFound(`The folder assignments/${slug}`);
  await withCourse(async ({ ctx, asOwner }) => {
    const published = [];
    for (const name of slug === undefined ? folders : [slug]) {
      published.push(await asOwner((db) => publishFolder(db, name, ctx.now)));
    }
    print(options, published, published.map(sentence).join('\n'));
  });
}

const sentence = ({ slug, version, changed }: Published) =>
  changed ? `${slug}: published as version ${version}` : `${slug}: version ${version} is up to date`;
