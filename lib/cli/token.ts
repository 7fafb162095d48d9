import { Command } from 'commander';
import { createToken } from '#lib/auth/server.ts';
import { jsonFlag, print } from './print.ts';
import { withCourse } from './session.ts';

type Options = { user: string; name: string; json?: boolean };

export function tokenCommand(): Command {
  const token = new Command('token').description('Tokens for the HTTP API');
  token
    .command('create')
    .description('Makes a token and prints it: it is shown this once.')
    .requiredOption('--user <email>', 'whose rights it has')
    .option('--name <name>', 'what it is for', 'command line')
    .option(...jsonFlag)
    .action(create);
  return token;
}

async function create(options: Options): Promise<void> {
  await withCourse(async ({ ctx }) => {
    const token = await createToken(ctx, { email: options.user, name: options.name });
    print(options, { token, user: options.user }, token);
  });
}
