import { Command } from 'commander';
import { assignmentsCommand } from './assignments.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { datasetsCommand } from './datasets.ts';
import { demoCommand } from './demo.ts';
import { initCommand } from './init.ts';
import { regradeCommand } from './regrade.ts';
import { submitCommand } from './submit.ts';
import { tokenCommand } from './token.ts';
import { userCommand } from './user.ts';

/** `npm run -s course -- <command>`: what pages do, from a terminal or a script. */
export async function main(args: string[]): Promise<void> {
  const program = new Command('course')
    .description('Looks after the course. Works with or without a running server.')
    .addCommand(initCommand())
    .addCommand(demoCommand())
    .addCommand(userCommand())
    .addCommand(tokenCommand())
    .addCommand(assignmentsCommand())
    .addCommand(datasetsCommand())
    .addCommand(submitCommand())
    .addCommand(regradeCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .helpCommand(false)
    .showHelpAfterError('(add --help for what a command takes)');
  await program.parseAsync(args, { from: 'user' });
  process.exit();
}
