/** Kinds of news. A person can keep each from their mail; in the page they see them all. */
export const noticeKinds = ['announcement', 'reply', 'question', 'proposal', 'grade', 'date'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What each is called where a person chooses. */
export const noticeNames: Record<NoticeKind, string> = {
  announcement: 'Announcements',
  reply: 'Replies to what you wrote',
  question: 'Questions to staff',
  proposal: 'Proposals',
  grade: 'Grades and feedback',
  date: 'Dates that moved',
};
