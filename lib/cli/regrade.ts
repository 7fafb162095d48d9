import { Command, Option } from 'commander';
import type { Context } from '#lib/context.ts';
import { InvalidInput } from '#lib/errors.ts';
import { type RegradePolicy, type RegradeSummary, summarize } from '#lib/grading/core/regrade.ts';
import { discardRegrade, getRegrade, listRegrades, publishRegrade, startRegrade } from '#lib/grading/regrade.ts';
import { withGrader } from './own-grader.ts';
import { jsonFlag, print } from './print.ts';
import { withCourse } from './session.ts';

type Options = {
  reason?: string;
  submission?: string[];
  counting?: boolean;
  wait?: boolean;
  publish?: 'never-lower' | 'as-is';
  leaveFailed?: boolean;
  discard?: boolean;
  json?: boolean;
};

export function regradeCommand(): Command {
  return new Command('regrade')
    .argument('<slug>', 'the assignment, as in its address')
    .description('Grades submissions again with the newest version, as a draft that is then published or discarded.')
    .option('--reason <text>', 'starts a regrade; students read why')
    .option('--submission <id...>', 'only these submissions')
    .option('--counting', 'only the submission of each student that counts')
    .option('--wait', 'wait until all are graded; starts a grader where none is running')
    .addOption(new Option('--publish <policy>', 'let the results count').choices(['never-lower', 'as-is']))
    .option('--leave-failed', 'publish also where some could not be regraded: these keep their points')
    .option('--discard', 'end it without effect')
    .option(...jsonFlag)
    .action(regrade);
}

async function regrade(slug: string, options: Options): Promise<void> {
  if (options.publish && options.discard) throw new InvalidInput('A regrade is published or discarded, not both.');
  await withCourse(async (session) => {
    const { ctx } = session;
    const id = options.reason ? await start(ctx, slug, options.reason, options) : await findOpen(ctx, slug);
    const finished = async () => {
      const summary = summarize((await getRegrade(ctx, id)).rows);
      return summary.unfinished === 0 ? summary : null;
    };
    if (options.wait) await withGrader(session, finished);
    const now = { ...ctx, now: new Date() };
    const leaving = options.leaveFailed ? summarize((await getRegrade(ctx, id)).rows).failed : 0;
    const applied = options.publish ? await publishRegrade(now, id, policyOf(options.publish), leaving) : null;
    if (options.discard) await discardRegrade(now, id);
    const summary = summarize((await getRegrade(ctx, id)).rows);
    const state = options.discard ? 'discarded' : applied === null ? 'open' : 'published';
    print(options, { id, state, applied, ...summary }, sentence(id, state, summary));
  });
}

const policyOf = (name: 'never-lower' | 'as-is'): RegradePolicy => (name === 'as-is' ? 'as_is' : 'never_lower');

function start(ctx: Context, slug: string, reason: string, { submission, counting }: Options): Promise<string> {
  if (submission && counting) throw new InvalidInput('Name submissions or take those that count, not both.');
  return startRegrade(ctx, { slug, reason, cover: submission ?? (counting ? 'counting' : 'all') });
}

async function findOpen(ctx: Context, slug: string): Promise<string> {
  const open = (await listRegrades(ctx)).find((one) => one.slug === slug && !one.publishedAt && !one.discardedAt);
  if (open) return open.id;
  throw new InvalidInput(`There is no open regrade of ${slug}.`, 'Start one: add --reason "what was mended".');
}

const sentence = (id: string, state: string, { covered, rises, falls, same, failed, unfinished }: RegradeSummary) =>
  `Regrade ${id}, ${state}: ${covered} submissions, ${rises} rise, ${falls} fall, ${same} stay, ` +
  `${failed} failed, ${unfinished} not done yet.`;
