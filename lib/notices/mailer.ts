import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Db } from '#db/client.ts';
import { findCourseRow } from '#db/queries/course.ts';
import { claimMail, giveUpMail, type MailClaim, type MailItem, markMailed } from '#db/queries/notice-mail.ts';
import { systemUser } from '#lib/auth/core.ts';
import { createPasswordLink } from '#lib/auth/server.ts';
import { traceOf } from '#lib/log.ts';
import { composeNews, composePasswordLink, type MailFrame, type MailNews, type MailText } from './compose.ts';
import { retryPauses } from './core.ts';
import { isRefusedAddress, openTransport, type SendMail } from './transport.ts';

export type MailerOptions = {
  /** Under the web role. */
  db: Db;
  smtpUrl: string;
  /** Where people reach this server, unless the course says another address. */
  address: string;
  secret: string;
  signal: AbortSignal;
  log: Pick<Logger, 'warn' | 'error'>;
};

/** How often to look for mail that became due, in milliseconds. */
const lookEveryMs = 10_000;

/** Mails what is due, until stopped. Any number of hosts may do so at once. */
export async function runMailer(options: MailerOptions): Promise<void> {
  const { signal, log } = options;
  while (!signal.aborted) {
    // Whatever goes wrong here is the database's, and passes; what is due stays due.
    const more = await sendDue(options, new Date()).catch((error) => log.warn({ error: traceOf(error) }, 'mail waits'));
    if (more !== true) await wait(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

type Delivery = MailFrame & Pick<MailerOptions, 'db' | 'log'> & { send: SendMail };

/** One person's mail. @returns false where nobody has any */
export async function sendDue(options: Omit<MailerOptions, 'signal'>, now: Date): Promise<boolean> {
  const { db, log, smtpUrl, secret } = options;
  const claim = await db.transaction((tx) => claimMail(tx, now));
  if (!claim) return false;
  const course = await findCourseRow(db);
  if (!course) throw new Error('There is no course yet.');
  const address = course.publicAddress ?? options.address;
  const send = openTransport(smtpUrl, { name: course.title, host: new URL(address).hostname });
  await deliver({ db, log, secret, course, address, send }, claim, now);
  return true;
}

async function deliver(way: Delivery, { user, items }: MailClaim, now: Date): Promise<void> {
  const isNews = (item: MailItem): item is MailItem & MailNews => item.kind !== 'account';
  const news = items.filter(isNews);
  const links = items.filter((item) => !isNews(item));
  if (links.length > 0) {
    await attempt(way, user, links, async () => {
      const ctx = { user: systemUser, db: way.db, now };
      return composePasswordLink(way, user, await createPasswordLink(ctx, { email: user.email }));
    });
  }
  if (news.length > 0) await attempt(way, user, news, async () => composeNews(way, user, news));
}

async function attempt(
  { db, log, send }: Delivery,
  user: MailClaim['user'],
  items: MailItem[],
  compose: () => Promise<MailText>,
): Promise<void> {
  const ids = items.map(({ eventId }) => eventId);
  const tries = Math.max(...items.map((item) => item.tries));
  try {
    await send({ ...(await compose()), to: { name: user.name, address: user.email } });
  } catch (error) {
    const about = { user: user.id, notices: ids.length, tries, error: traceOf(error) };
    if (tries <= retryPauses.length && !isRefusedAddress(error))
      return log.warn(about, 'mail not sent, tried again later');
    await giveUpMail(db, user.id, ids);
    return log.error(about, 'mail given up');
  }
  await markMailed(db, user.id, ids, new Date());
}
