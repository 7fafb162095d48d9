import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { findUserByEmail } from '#db/queries/auth.ts';
import type { Context } from '#lib/context.ts';
import { InvalidInput, NotFound } from '#lib/errors.ts';
import { describeNote } from '#lib/grading/core/notes.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import { withGrader } from './own-grader.ts';
import { jsonFlag, print } from './print.ts';
import { type Session, withCourse } from './session.ts';

type Options = { as: string; code: string; weights?: string; wait?: boolean; json?: boolean };

export function submitCommand(): Command {
  return new Command('submit')
    .argument('<slug>', 'the assignment, as in its address')
    .description('Hands in a file for a person, as the workbench does.')
    .requiredOption('--as <email>', 'who submits')
    .requiredOption('--code <file>', 'TypeScript or JavaScript')
    .option('--weights <file>', 'safetensors; without them the server trains')
    .option('--wait', 'wait for the grade; starts a grader where none is running')
    .option(...jsonFlag)
    .action(handIn);
}

async function handIn(slug: string, options: Options): Promise<void> {
  const code = (await read(options.code)).toString('utf8');
  const weights = options.weights ? new Uint8Array(await read(options.weights)) : null;
  await withCourse(async (session) => {
    const ctx = await contextOf(session, options.as);
    const input = { slug, code, weights, label: null, idempotencyKey: randomUUID() };
    const submitted = await submit(ctx, input);
    const view = options.wait ? await grade(session, ctx, submitted.id) : submitted;
    print(options, view, summarize(view));
    if (view.outcome === 'infra_error') process.exitCode = 1;
  });
}

async function read(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInput(`Cannot read ${file} (${error.code}).`, `It is looked for from ${process.cwd()}.`);
  });
}

async function contextOf({ ctx }: Session, email: string): Promise<Context> {
  const row = await findUserByEmail(ctx.db, email);
  if (!row || row.deactivatedAt) throw new NotFound(`An active account for ${email}`);
  const { id, name, role } = row;
  return { ...ctx, user: { id, email: row.email, name, role } };
}

/** Waits for the grade, with a grader of our own for as long as there is no other. */
function grade(session: Session, ctx: Context, id: string): Promise<SubmissionView> {
  return withGrader(session, async () => {
    const view = await getSubmission({ ...ctx, now: new Date() }, id);
    return view.outcome === null ? null : view;
  });
}

function summarize(view: SubmissionView): string {
  if (view.outcome === null) return `Submitted as ${view.id}; not graded yet.`;
  const tests = view.tests.map(
    (test) => `  ${test.passed ? '✓' : '✗'} ${test.name}: ${test.points} of ${test.maxPoints}`,
  );
  const why = view.note ? [describeNote(view.note)] : [];
  return [`${view.outcome}: ${view.points ?? 0} of ${view.maxPoints} points`, ...why, ...tests].join('\n');
}
