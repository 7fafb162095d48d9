/** In days from today, and the time of day in the course's zone. */
export type Moment = [days: number, plainTime: string];

/** An instant so many days from today, at a time of day in the course's zone: `at(-3, '14:30')`. */
export type Clock = (...moment: Moment) => Date;

export function clockOf(timeZone: string, now: Date): Clock {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return (days, plainTime) => new Date(today.add({ days }).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
}
