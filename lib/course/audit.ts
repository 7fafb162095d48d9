import type { Db } from '#db/client.ts';
import { insertAuditRow, insertAuditRows } from '#db/queries/course.ts';
import type { Context } from '#lib/context.ts';

/** Writes down who did what, inside the transaction that does it. Never pass secrets or hashes. */
export async function audit(
  tx: Db,
  ctx: Pick<Context, 'user' | 'now'>,
  verb: string,
  subject: string,
  change: { before?: unknown; after?: unknown } = {},
): Promise<void> {
  await insertAuditRow(tx, {
    at: ctx.now,
    actorId: ctx.user.role === 'system' ? null : ctx.user.id,
    verb,
    subject,
    before: change.before ?? null,
    after: change.after ?? null,
  });
}

/** The same thing done to many: one row each, in one statement. */
export async function auditAll(
  tx: Db,
  ctx: Pick<Context, 'user' | 'now'>,
  verb: string,
  changes: { subject: string; before?: unknown; after?: unknown }[],
): Promise<void> {
  const actorId = ctx.user.role === 'system' ? null : ctx.user.id;
  await insertAuditRows(
    tx,
    changes.map(({ subject, before, after }) => ({
      at: ctx.now,
      actorId,
      verb,
      subject,
      before: before ?? null,
      after: after ?? null,
    })),
  );
}
