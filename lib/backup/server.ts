import { findBackupHistory } from '#db/queries/backups.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden, NotFound } from '#lib/errors.ts';
import { type BackupState, backupStateOf } from './core.ts';

/** How the nightly backups do. @throws Forbidden */
export async function getBackupState(ctx: Context): Promise<BackupState> {
  if (!can.seeGrading(ctx.user)) throw new Forbidden('This page is for staff.');
  const history = await findBackupHistory(ctx.db);
  if (!history) throw new NotFound('The course');
  return backupStateOf(history, ctx.now);
}
