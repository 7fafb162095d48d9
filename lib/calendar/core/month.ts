import { addDays, mondayOf } from './zone.ts';

/** A month is "2026-11". */

export const monthOf = (day: string): string => day.slice(0, 7);

/** Null where the text is no month between the years 1900 and 2199. */
export function readMonth(text: string | undefined): string | null {
  return text && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : null;
}

export const addMonths = (month: string, months: number): string =>
  Temporal.PlainYearMonth.from(month).add({ months }).toString();

/** The weeks that a month touches, each of seven days from Monday; the first and the last reach into its neighbours. */
export function monthGrid(month: string): string[][] {
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  const last = `${month}-${String(daysInMonth).padStart(2, '0')}`;
  const weeks: string[][] = [];
  for (let monday = mondayOf(`${month}-01`); monday <= last; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(monday, i)));
  }
  return weeks;
}

/** "November 2026" */
export function sayMonth(month: string): string {
  const day = Temporal.PlainDate.from(`${month}-01`);
  return day.toLocaleString('en-GB', { month: 'long', year: 'numeric' });
}
