import { Command, Option } from 'commander';
import { findCourseRow } from '#db/queries/course.ts';
import { type Role, roles } from '#lib/auth/core.ts';
import { createUser } from '#lib/auth/server.ts';
import { paths } from '#lib/paths.ts';
import { readPassword } from './ask.ts';
import { jsonFlag, print } from './print.ts';
import { importRoster } from './roster.ts';
import { withCourse } from './session.ts';

type Options = { name: string; role: Role; passwordStdin?: boolean; json?: boolean };

export function userCommand(): Command {
  const user = new Command('user').description('People of the course');
  user
    .command('add')
    .argument('<email>')
    .description('Adds a person; prints a one-time link with which they set their password.')
    .requiredOption('--name <name>', 'as shown to staff and classmates')
    .addOption(new Option('--role <role>').choices(roles).makeOptionMandatory())
    .option('--password-stdin', 'set the password read from standard input instead')
    .option(...jsonFlag)
    .action(add);
  user
    .command('import')
    .argument('<file>', 'CSV with the columns email, name and, where you want, role and section')
    .description('Says what a roster would change; with --apply, changes it.')
    .option('--apply', 'do what the preview says')
    .option('--deactivate-missing', 'also deactivate students who are not in the file')
    .option('--send-links', 'also mail everybody new a link to set their password')
    .option(...jsonFlag)
    .action(importRoster);
  return user;
}

async function add(email: string, options: Options): Promise<void> {
  const password = options.passwordStdin ? await readPassword() : undefined;
  await withCourse(async ({ ctx, settings, database }) => {
    const { name, role } = options;
    const { user, setPasswordToken } = await createUser(ctx, { email, name, role, password });
    const known = (await findCourseRow(ctx.db))?.publicAddress ?? null;
    const base = settings.NEXTAUTH_URL ?? known ?? database.address ?? `http://localhost:${settings.PORT}`;
    const link = setPasswordToken && new URL(paths.setPassword(setPasswordToken), base).href;
    const how = link ? `To set a password, open once: ${link}` : 'The password is set.';
    print(options, { ...user, setPasswordLink: link }, `${user.email} is now ${role}. ${how}`);
  });
}
