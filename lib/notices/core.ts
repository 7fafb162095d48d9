/** Kinds of news. A person can keep each from their mail; in the page they see them all. */
export const noticeKinds = ['announcement', 'reply', 'question', 'proposal', 'grade', 'date'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What may stand in the queue of mails: news, and a link to one's own account, which nobody can switch off. */
export type EventKind = NoticeKind | 'account';

/** What each is called where a person chooses. */
export const noticeNames: Record<NoticeKind, string> = {
  announcement: 'Announcements',
  reply: 'Replies to what you wrote',
  question: 'Questions to staff',
  proposal: 'Proposals',
  grade: 'Grades and feedback',
  date: 'Dates that moved',
};

const minute = 60_000;

/** How long a mail waits for more news to the same person, in milliseconds. */
export const gatherMs = 2 * minute;

/** Pauses after a mail that could not be sent, in milliseconds. After the last one it is given up. */
export const retryPauses = [minute, 5 * minute, 25 * minute, 2 * 60 * minute, 10 * 60 * minute] as const;

/** News older than this are not mailed any more: mail may have been set up only now. In milliseconds. */
export const staleMs = 2 * 24 * 60 * minute;

/** A person's unread news. `newest` is what to say when it is new to the reader. */
export type NoticeState = { unread: number; newest: { id: string; title: string; href: string } | null };

/** Counting stops here: more is "99+". */
export const mostUnread = 100;

export const unreadText = (unread: number) => (unread >= mostUnread ? '99+' : String(unread));
