import path from 'node:path';
import { Command } from 'commander';
import { restore } from '#db/restore.ts';
import { backUp, keepBackup } from '#lib/backup/keep.ts';
import { checkBackup, openBackup } from '#lib/backup/reader.ts';
import { refuseRestore } from '#lib/backup/restoring.ts';
import { contentsText } from '#lib/setup/core.ts';
import { lookInside } from '#lib/setup/server.ts';
import { jsonFlag, print } from './print.ts';
import { type LoneSession, withCourse, withDatabaseAlone } from './session.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .argument('<file>', 'where to write it, as course.zst')
    .description('Writes the whole course, as it is at this moment, into one file. The server may go on.')
    .option(...jsonFlag)
    .action(backup);
}

async function backup(name: string, options: { json?: boolean }): Promise<void> {
  const file = path.resolve(name);
  await withCourse(async ({ database }) => {
    const written = await backUp(database.urls.owner, file);
    const size = `${(written.bytes / 1e6).toFixed(1)} MB, ${written.rows} rows`;
    const care = 'It holds grades and hidden data: only this user can read it, and nobody else should.';
    print(options, written, `Written: ${file} (${size}).\n${care}`);
  });
}

type RestoreOptions = { replace?: boolean; json?: boolean };

export function restoreCommand(): Command {
  return new Command('restore')
    .argument('<file>', 'a backup')
    .description('Puts a backup into a database without people, or, with --replace, in the place of what is there.')
    .option('--replace', 'what is there goes away; a backup of it is kept')
    .option(...jsonFlag)
    .action(async (name: string, options: RestoreOptions) => {
      const file = path.resolve(name);
      await checkBackup(file); // whole, before anything is touched
      await withDatabaseAlone('nothing', (session) => putBack(session, file, options));
    });
}

async function putBack({ ctx, database, settings, say }: LoneSession, file: string, options: RestoreOptions) {
  const backup = await openBackup(file);
  const before = await lookInside(ctx);
  refuseRestore(backup.header, before, { ...options, embedded: database.embedded });
  if (before) {
    const keeper = { ownerUrl: database.urls.owner, dataDir: settings.DATA_DIR };
    const kept = await keepBackup(keeper, 'before-restore', ctx.now);
    say(`What was there (${before.title}, ${contentsText(before)}) is kept: ${kept.file}`);
  }
  await restore(database.urls, backup, ctx.now);
  const after = await lookInside(ctx);
  const { createdAt, course } = backup.header;
  const what = after ? `${after.title}, with ${contentsText(after)}` : 'an empty database';
  print(options, { createdAt, course }, `Restored: ${what}, as of ${createdAt}. Start it: npm start`);
}
