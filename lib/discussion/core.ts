import { z } from 'zod';
import type { Role } from '#lib/auth/core.ts';
import { isThinkable } from '#lib/calendar/core/zone.ts';
import { canBeStored, isBlank } from '#lib/text/core.ts';
import type { RunAttachment } from './core/attachment.ts';

/** `run` asks staff about a submission, `review` holds the comments beside a piece of writing: neither is for everybody. */
export const threadKinds = ['discussion', 'announcement', 'run', 'review'] as const;
export type ThreadKind = (typeof threadKinds)[number];

export const maxTitleLength = 200;
export const maxPostBytes = 65_536;
/** Posts on a page of a thread, threads on a page of the list. */
export const postsPerPage = 50;
export const threadsPerPage = 30;

export const postBodySchema = z
  .string()
  .refine((text) => canBeStored(text), 'The text holds a null character. Delete it and send again.')
  .refine((text) => !isBlank(text), 'Write something first.')
  .refine(
    (text) => new TextEncoder().encode(text).length <= maxPostBytes,
    'The text is larger than 64 kB. Shorten it, or send it in two posts.',
  );

export const threadTitleSchema = z
  .string()
  .trim()
  .refine((text) => canBeStored(text), 'The title holds a null character.')
  .refine((text) => !isBlank(text), 'A title is needed.')
  .refine((text) => text.length <= maxTitleLength, `A title has at most ${maxTitleLength} characters.`);

/** Names one press of one button: sent twice, it is still one post. */
export const idempotencyKeySchema = z.string().min(1).max(100).refine(canBeStored);

/** Who wrote a post, as far as the reader may know: `name` and `role` are null where they may not. */
export type Author = { name: string | null; role: Role | null; isOwn: boolean; isAnonymous: boolean };

export type ShownAuthor = { name: string; mark: string | null };

/** What stands above a post. Whoever wrote it is "You" to themselves; staff read the name of an anonymous author. */
export function showAuthor({ name, role, isOwn, isAnonymous }: Author): ShownAuthor {
  const mark = isAnonymous ? 'anonymous to classmates' : null;
  if (isOwn) return { name: 'You', mark };
  if (name === null) return { name: isAnonymous ? 'Anonymous classmate' : 'A student', mark: null };
  if (isAnonymous) return { name, mark };
  return { name, mark: role === null || role === 'student' ? null : 'staff' };
}

/** What the reader may do with a post. */
export type PostRights = { edit: boolean; remove: boolean; restore: boolean; endorse: boolean; accept: boolean };

export type PostEdit = { body: string; replacedAt: Date };

export type PostView = {
  id: string;
  author: Author;
  /** Of a comment on writing: the field it is about. */
  anchor: string | null;
  /** Null where it was removed and the reader may not read it any more. */
  body: string | null;
  createdAt: Date;
  editedAt: Date | null;
  /** Earlier wordings, oldest first; only for the author and staff. */
  edits: PostEdit[];
  endorsedBy: string | null;
  removedBy: 'author' | 'staff' | null;
  isFirst: boolean;
  isAccepted: boolean;
  /** Written by somebody else since the reader was last here. */
  isNew: boolean;
  may: PostRights;
};

export type ThreadRow = {
  id: string;
  kind: ThreadKind;
  topic: string;
  title: string;
  author: Author;
  staffOnly: boolean;
  createdAt: Date;
  lastPostAt: Date;
  replies: number;
  isAnswered: boolean;
  isUnread: boolean;
  isPinned: boolean;
  isLocked: boolean;
};

export type ThreadView = Omit<ThreadRow, 'isUnread' | 'replies'> & {
  /** Of a `run`, what it was asked about. */
  attachment: RunAttachment | null;
  acceptedPostId: string | null;
  posts: PostView[];
  /** Cursors of the pages around this one; null at an end. */
  earlier: string | null;
  later: string | null;
  may: { reply: boolean; replyAnonymously: boolean; isAlwaysAnonymous: boolean; moderate: boolean };
};

export const threadFilters = ['all', 'unanswered', 'unread', 'mine', 'announcements'] as const;
export type ThreadFilter = (typeof threadFilters)[number];

/** Where a page of the list ends: the last thread's newest post, and its id where two are of the same instant. */
export type ThreadCursor = { at: Date; id: string };

export const writeCursor = ({ at, id }: ThreadCursor) => `${at.getTime()}.${id}`;

/** Null for what is no cursor of ours. */
export function readCursor(text: string | undefined): ThreadCursor | null {
  const [, time = '', id = ''] = /^(\d{1,15})\.(.{36})$/.exec(text ?? '') ?? [];
  const at = new Date(Number(time));
  return time && isThinkable(at) && z.uuid().safeParse(id).success ? { at, id } : null;
}

/** What keeps a reply from saying who wrote it: the wish of its author, or that the thread itself is anonymous. */
export function isAnonymousReply(wish: boolean, thread: { anonymous: boolean; isOwn: boolean }): boolean {
  return wish || (thread.anonymous && thread.isOwn);
}

/** Where classmates read along, a name can be kept from them; elsewhere there is nobody to keep it from. */
export function canBeAnonymous(thread: { kind: ThreadKind; staffOnly: boolean }): boolean {
  return (thread.kind === 'discussion' || thread.kind === 'announcement') && !thread.staffOnly;
}
