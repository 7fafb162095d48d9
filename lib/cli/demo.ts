import { Command } from 'commander';
import { keepBackup } from '#lib/backup/keep.ts';
import { fill } from '#lib/host/database.ts';
import { contentsText } from '#lib/setup/core.ts';
import { clearForDemo, lookInside, refuseDemoElsewhere, refuseLoss } from '#lib/setup/server.ts';
import { confirm, findTerminal } from './ask.ts';
import { jsonFlag, print } from './print.ts';
import { type LoneSession, withDatabaseAlone } from './session.ts';

type Options = { discardCourse?: string; yes?: boolean; json?: boolean };

export function demoCommand(): Command {
  const demo = new Command('demo').description('The demo course');
  demo
    .command('reset')
    .description('Makes the demo as it was on its first day. The server is stopped meanwhile.')
    .option('--discard-course <title>', 'a real course of this title goes away for it')
    .option('--yes', 'do not ask before what is there goes away')
    .option(...jsonFlag)
    .action((options: Options) => withDatabaseAlone('migrate', (session) => reset(session, options)));
  return demo;
}

async function reset({ ctx, database, settings, say }: LoneSession, options: Options): Promise<void> {
  refuseDemoElsewhere(database.embedded);
  const before = await lookInside(ctx);
  refuseLoss(before, options.discardCourse);
  let kept: string | null = null;
  if (before) {
    say(`What goes away: ${before.title}, with ${contentsText(before)}. A backup of it is kept.`);
    if (!(await confirm(options.yes, findTerminal()))) return say('Nothing was changed.');
    const keeper = { ownerUrl: database.urls.owner, dataDir: settings.DATA_DIR };
    kept = (await keepBackup(keeper, 'before-reset', ctx.now)).file;
    say(`Kept: ${kept}`);
  }
  await clearForDemo(ctx);
  await fill(database.urls, settings, say);
  print(options, { demo: true, kept }, 'The demo is as on its first day. Start it: npm start');
}
