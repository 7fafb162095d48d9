/** `run` asks staff about a submission, `review` holds the comments beside a piece of writing: neither is for everybody. */
export const threadKinds = ['discussion', 'announcement', 'run', 'review'] as const;
export type ThreadKind = (typeof threadKinds)[number];
