import type { Course } from '#lib/course/core.ts';
import { paths } from '#lib/paths.ts';
import { type NoticeKind, noticeNames } from './core.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

/** What every mail of the course needs to know. */
export type MailFrame = {
  course: Pick<Course, 'title'>;
  /** Where people reach the course: `https://course.example.edu`. */
  address: string;
  /** Signs the links that stop mail. */
  secret: string;
};

export type MailText = { subject: string; text: string; headers: Record<string, string> };

export type MailNews = { eventId: string; kind: NoticeKind; title: string };

/** One mail for one or more pieces of news. Its links say nothing that the person may not know, and need a sign-in. */
export function composeNews(frame: MailFrame, user: { id: string; name: string }, news: readonly MailNews[]): MailText {
  const { course, address, secret } = frame;
  const [first] = news;
  const kinds = [...new Set(news.map(({ kind }) => kind))];
  const token = (some: NoticeKind[]) => unsubscribeToken({ userId: user.id, kinds: some }, secret);
  const stop = kinds.map(
    (kind) => `No more mail of the kind “${noticeNames[kind]}”:\n${link(address, paths.unsubscribe(token([kind])))}`,
  );
  return {
    subject: oneLine(news.length === 1 && first ? first.title : `${news.length} news from ${course.title}`),
    text: [
      `Hello ${oneLine(user.name)},`,
      ...news.map(({ eventId, title }) => `${oneLine(title)}\n${link(address, paths.notice(eventId))}`),
      `${course.title}, ${address}`,
      ...stop,
      '',
    ].join('\n\n'),
    headers: {
      // RFC 8058: mail programs show a button that needs no visit.
      'List-Unsubscribe': `<${link(address, paths.api.unsubscribe(token(kinds)))}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  };
}

/** A one-time link to set a password: for those who are new and those who forgot theirs. */
export function composePasswordLink({ course, address }: MailFrame, user: { name: string }, token: string): MailText {
  return {
    subject: oneLine(`Set your password for ${course.title}`),
    text: [
      `Hello ${oneLine(user.name)},`,
      `with this link you set your password for ${course.title}. It works once, for a week:`,
      link(address, paths.setPassword(token)),
      'If you did not expect this mail, you need not do anything.',
      '',
    ].join('\n\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

const link = (address: string, path: string) => new URL(path, address).href;

/** What people typed cannot begin a line of its own, in a header or in the text. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
