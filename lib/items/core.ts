/** Whatever a student hands in and staff grade is an item: one notion for the calendar, the homes and the gradebook. */
export const itemKinds = ['code', 'proposal', 'written'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Whether a text can name an item: anything else is no question for the database. */
export const isSlug = (text: string): boolean => /^[0-9a-z][0-9a-z-]{0,63}$/.test(text);

export type ItemDates = { opensAt: Date; dueAt: Date; closesAt: Date };

/** A due date of one's own, and why: the student reads the reason. */
export type Extension = { dueAt: Date; closesAt: Date; reason: string };

/** An item as one person sees it: the dates are theirs. */
export type Item = ItemDates & {
  slug: string;
  kind: ItemKind;
  title: string;
  releasedAt: Date | null;
  /** What everybody else has; before `dueAt` where an extension counts. */
  classDueAt: Date;
  /** Null where there is none, also where the class's date has overtaken it. */
  extension: Extension | null;
};

export type OwnDates = ItemDates & { classDueAt: Date; extension: Extension | null };

/**
 * The dates that hold for one person. An extension never takes time away: where the class's own date moved past it, the
 * class's holds.
 */
export function ownDates({ opensAt, dueAt, closesAt }: ItemDates, extension: Extension | null): OwnDates {
  const own = {
    opensAt,
    dueAt: laterOf(dueAt, extension?.dueAt),
    closesAt: laterOf(closesAt, extension?.closesAt),
    classDueAt: dueAt,
  };
  const counts = own.dueAt > dueAt || own.closesAt > closesAt;
  return { ...own, extension: counts ? extension : null };
}

/** An extension's date beside the class's: the one that holds. */
export const laterOf = (a: Date, b: Date | undefined) => (b && b > a ? b : a);

/** Who may still hand in, and until when; without a name it is the class. */
export type OpenFor = { name: string | null; until: Date };

/** Those for whom an item has not closed, last first: the class, and whoever an extension gives longer. */
export function stillOpen(
  { closesAt }: ItemDates,
  extensions: readonly (Extension & { name: string })[],
  now: Date,
): OpenFor[] {
  const longer = extensions.filter((extension) => extension.closesAt > closesAt);
  return [{ name: null, until: closesAt }, ...longer.map(({ name, closesAt: until }) => ({ name, until }))]
    .filter(({ until }) => until > now)
    .toSorted((a, b) => b.until.getTime() - a.until.getTime());
}

/** Why dates cannot be, in a sentence; null where they can. */
export function wrongDates({ opensAt, dueAt, closesAt }: ItemDates): string | null {
  if ([opensAt, dueAt, closesAt].some((date) => Number.isNaN(date.getTime()))) return 'A date is missing or is none.';
  if (opensAt >= dueAt) return 'It is due before it opens.';
  if (dueAt > closesAt) return 'It closes before it is due.';
  return null;
}

export const sameDates = (a: ItemDates, b: ItemDates) =>
  (['opensAt', 'dueAt', 'closesAt'] as const).every((name) => a[name].getTime() === b[name].getTime());

/** A student as a moved date may touch them. `handedInAt`: of the submission that counts, null before there is one. */
export type StudentFacts = { id: string; name: string; handedInAt: Date | null; extension: Extension | null };
export type Person = { id: string; name: string };

export type MoveEffect = {
  students: number;
  submitted: Person[];
  becomeLate: Person[];
  noLongerLate: Person[];
  /** `dueAt` is what holds for them after the move. */
  extended: (Person & { dueAt: Date })[];
  /** Those for whom any date changes; an extension that outlasts both dates keeps a student out of it. */
  affected: Person[];
};

/** What moving an item from `before` to `after` does to each student. */
export function effectOfMove(students: readonly StudentFacts[], before: ItemDates, after: ItemDates): MoveEffect {
  const cases = students.map((student) => ({
    student,
    person: { id: student.id, name: student.name },
    was: ownDates(before, student.extension),
    will: ownDates(after, student.extension),
  }));
  const people = (which: (each: (typeof cases)[number]) => boolean) => cases.filter(which).map(({ person }) => person);
  const isLate = (at: Date | null, { dueAt }: ItemDates) => at !== null && at >= dueAt;
  return {
    students: students.length,
    submitted: people(({ student }) => student.handedInAt !== null),
    becomeLate: people(
      ({ student: { handedInAt }, was, will }) => !isLate(handedInAt, was) && isLate(handedInAt, will),
    ),
    noLongerLate: people(
      ({ student: { handedInAt }, was, will }) => isLate(handedInAt, was) && !isLate(handedInAt, will),
    ),
    extended: cases
      .filter(({ student }) => student.extension !== null)
      .map(({ person, will }) => ({ ...person, dueAt: will.dueAt })),
    affected: people(({ was, will }) => !sameDates(was, will)),
  };
}
