import { Command } from 'commander';
import { keepBackup } from '#lib/backup/keep.ts';
import { fill } from '#lib/host/database.ts';
import { paths } from '#lib/paths.ts';
import { type CourseField, contentsText, courseFields } from '#lib/setup/core.ts';
import { initCourse, listLate, lookInside, readCourseInput, refuseRealCourse } from '#lib/setup/server.ts';
import { answerAll, confirm, findTerminal, type Question, readPassword } from './ask.ts';
import { jsonFlag, print } from './print.ts';
import { type LoneSession, withDatabaseAlone } from './session.ts';

type Options = Partial<Record<CourseField, string>> & { passwordStdin?: boolean; yes?: boolean; json?: boolean };

const texts: Record<CourseField, { text: string; suggestion?: string }> = {
  title: { text: 'Title of the course', suggestion: 'Deep Learning' },
  start: { text: 'First day of term, as 2026-10-05' },
  end: { text: 'Last day of term' },
  zone: { text: 'Time zone', suggestion: Intl.DateTimeFormat().resolvedOptions().timeZone },
  address: { text: 'Address that people open, as https://course.example.edu' },
  instructor: { text: 'E-mail of the first instructor' },
  name: { text: 'Their name' },
};

export function initCommand(): Command {
  return new Command('init')
    .description('Turns the demo into a real course. Asks for what no option gives. The server is stopped meanwhile.')
    .option('--title <text>', 'of the course')
    .option('--start <date>', 'first day of term, as 2026-10-05')
    .option('--end <date>', 'last day of term')
    .option('--zone <name>', 'time zone, as Europe/Berlin')
    .option('--address <url>', 'what people open, as https://course.example.edu')
    .option('--instructor <email>', 'the first instructor')
    .option('--name <name>', 'of the first instructor')
    .option('--password-stdin', 'set the password read from standard input; else a one-time link is printed')
    .option('--yes', 'do not ask before the demo goes away')
    .option(...jsonFlag)
    .action((options: Options) => withDatabaseAlone('migrate', (session) => init(session, options)));
}

async function init(session: LoneSession, options: Options): Promise<void> {
  const { ctx, database, settings, say } = session;
  const before = await lookInside(ctx);
  refuseRealCourse(before);
  const terminal = options.passwordStdin ? null : findTerminal();
  const answers = await answerAll(questions(), options, terminal);
  // Every question has been answered: these are all the fields.
  const input = readCourseInput(answers as Record<CourseField, string>);
  const password = options.passwordStdin ? await readPassword() : undefined;
  if (before) {
    say(`The database holds ${before.demo ? 'the demo' : before.title}: ${contentsText(before)}.`);
    say('All of it goes away: accounts, work, grades, calendar, audit log. A backup of it is kept.');
    if (!(await confirm(options.yes, terminal))) return say('Nothing was changed.');
    const keeper = { ownerUrl: database.urls.owner, dataDir: settings.DATA_DIR };
    say(`Kept: ${(await keepBackup(keeper, 'before-init', ctx.now)).file}`);
  }
  const token = await initCourse(ctx, input, password);
  await fill(database.urls, settings, say);
  const late = await listLate(ctx, input);
  if (late.length > 0) say(`Due after the last day of term, until their dates are moved: ${late.join(', ')}.`);
  const link = token && new URL(paths.setPassword(token), input.address).href;
  const how = link ? `${input.name} sets a password here, once, within a week: ${link}` : 'The password is set.';
  print(options, { ...input, setPasswordLink: link }, `${input.title} is ready. ${how}\nStart it: npm start`);
}

const questions = (): Question[] =>
  (Object.keys(texts) as CourseField[]).map((name) => ({
    name,
    ...texts[name],
    problem: (answer) => courseFields[name].safeParse(answer).error?.issues[0]?.message ?? null,
  }));
