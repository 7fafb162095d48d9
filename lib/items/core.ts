/** Whatever a student hands in and staff grade is an item: one notion for the calendar, the homes and the gradebook. */
export const itemKinds = ['code', 'proposal', 'written'] as const;
export type ItemKind = (typeof itemKinds)[number];
