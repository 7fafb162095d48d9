import { addDays, daysBetween, instantOfWall, weekdayOf } from './zone.ts';

/** A class that meets on the same weekdays at the same time. */
export type Series = {
  /** 1 is Monday. */
  weekdays: readonly number[];
  /** "14:00", on the wall. */
  from: string;
  to: string;
  /** Both included. */
  firstDay: string;
  lastDay: string;
  /** Days without class. */
  without: readonly string[];
};

export type Meeting = { startsAt: Date; endsAt: Date };

/** More than a year of five meetings a week is a slip of the pen. */
export const mostMeetings = 250;

/**
 * The meetings of a series. The time is the wall clock's all through the term, so that 14:00 stays 14:00 when summer
 * time begins or ends. Empty where no day matches.
 */
export function meetingsOf({ weekdays, from, to, firstDay, lastDay, without }: Series, timeZone: string): Meeting[] {
  const length = daysBetween(firstDay, lastDay);
  const meetings: Meeting[] = [];
  for (let i = 0; i <= length && meetings.length <= mostMeetings; i++) {
    const day = addDays(firstDay, i);
    if (!weekdays.includes(weekdayOf(day)) || without.includes(day)) continue;
    const meeting = meetingOn(day, from, to, timeZone);
    if (meeting) meetings.push(meeting);
  }
  return meetings;
}

function meetingOn(day: string, from: string, to: string, timeZone: string): Meeting | null {
  const startsAt = instantOfWall(`${day}T${from}`, timeZone);
  const end = instantOfWall(`${day}T${to}`, timeZone);
  if (!startsAt || !end) return null;
  // Where the clock jumps over the beginning, the end may come out before it: then the length decides.
  const endsAt = end > startsAt ? end : new Date(startsAt.getTime() + minutesBetween(from, to) * 60_000);
  return { startsAt, endsAt };
}

function minutesBetween(from: string, to: string): number {
  return Temporal.PlainTime.from(from).until(Temporal.PlainTime.from(to)).total({ unit: 'minute' });
}

/** A topic for each meeting, in order; what is left over is announced later. */
export const laterTopic = 'To be announced';
