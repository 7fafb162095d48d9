/** iCalendar (RFC 5545), written: the part of it that a course needs. Instants are in UTC, which needs no VTIMEZONE. */

export type IcsEvent = {
  /** The same for ever, and in no other calendar. */
  uid: string;
  /** Rises with every change of the event. */
  sequence: number;
  /** When it was last changed. */
  changedAt: Date;
  startsAt: Date;
  /** Null: it ends when it begins, as a deadline does. */
  endsAt: Date | null;
  summary: string;
  description: string;
  location: string;
  url: string;
  category: string;
  cancelled: boolean;
};

export type IcsCalendar = { name: string; timeZone: string; events: readonly IcsEvent[] };

/** The whole file, in lines of at most 75 octets that end in CRLF. */
export function writeCalendar({ name, timeZone, events }: IcsCalendar): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Deep-learning course//Calendar//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    `X-WR-TIMEZONE:${timeZone}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join('');
}

function linesOf(event: IcsEvent): string[] {
  const { endsAt, description, location } = event;
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.changedAt)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `DTSTART:${utc(event.startsAt)}`,
    // Without an end an event ends when it begins: an end at the beginning is not allowed.
    ...(endsAt ? [`DTEND:${utc(endsAt)}`] : []),
    `SUMMARY:${escapeText(event.summary)}`,
    ...(description ? [`DESCRIPTION:${escapeText(description)}`] : []),
    ...(location ? [`LOCATION:${escapeText(location)}`] : []),
    `URL:${event.url}`,
    `CATEGORIES:${escapeText(event.category)}`,
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    // A deadline or a cancelled class keeps nobody busy.
    `TRANSP:${endsAt && !event.cancelled ? 'OPAQUE' : 'TRANSPARENT'}`,
    'END:VEVENT',
  ];
}

/** "20261125T225900Z": whole seconds. */
export const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Text as a value: what would end it or begin another is escaped, what no line may hold is left out. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[^\P{Cc}\t]/gu, '');
}

const limit = 75; // octets, without the end of the line

/** Breaks a line that is too long; never within a character. Each further line begins with a space, which is not text. */
export function fold(line: string): string {
  let folded = '';
  let length = 0;
  for (const character of line) {
    const octets = octetsOf(character);
    if (length + octets > limit) {
      folded += '\r\n ';
      length = 1;
    }
    folded += character;
    length += octets;
  }
  return folded;
}

/** How many octets a character takes in UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
