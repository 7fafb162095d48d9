import { replace, replaceGetter, type Undo } from './replace.ts';

/** 2026-01-01T00:00:00Z: the instant at which every seeded run begins. */
const epochStart = 1_767_225_600_000;

/** Parts of `performance` that tell how long something took, or what it took. */
const measurements = `mark measure getEntries getEntriesByName getEntriesByType eventLoopUtilization timerify nodeTiming
  timing navigation memory measureUserAgentSpecificMemory eventCounts interactionCount`.split(/\s+/);

/** Every clock of the language and the platform, made to tell the milliseconds of `elapsed`. */
export function clocks(elapsed: () => number): Undo[] {
  const now = () => epochStart + elapsed();
  return [
    ...dates(now),
    replace(performance, 'now', elapsed),
    replace(performance, 'timeOrigin', epochStart),
    replace(performance, 'toJSON', () => ({ timeOrigin: epochStart })),
    ...measurements.map((name) => replace(performance, name, undefined)),
    replace(globalThis, 'PerformanceObserver', undefined),
    replaceGetter(Event.prototype, 'timeStamp', elapsed),
    ...temporal(now),
  ];
}

function dates(now: () => number): Undo[] {
  const Real = Date;
  const Seeded: DateConstructor = new Proxy(Real, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length ? args : [now()], newTarget),
    apply: () => new Real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  const { prototype } = Intl.DateTimeFormat;
  const { formatToParts } = prototype;
  return [
    replace(Real.prototype, 'constructor', Seeded),
    replace(globalThis, 'Date', Seeded),
    // Without a date, both format the present.
    replaceGetter(prototype, 'format', (self, before) => {
      const format: Intl.DateTimeFormat['format'] = before.get?.call(self);
      return (date: Date | number = now()) => format(date);
    }),
    replace(prototype, 'formatToParts', function (this: Intl.DateTimeFormat, date: Date | number = now()) {
      return formatToParts.call(this, date);
    }),
  ];
}

type Zoned = { toPlainDateTime(): unknown; toPlainDate(): unknown; toPlainTime(): unknown };
type Instant = { toZonedDateTimeISO(zone: string): Zoned };
type TemporalModule = {
  Now: { timeZoneId(): string };
  Instant: { fromEpochMilliseconds(ms: number): Instant };
};

/** Where the engine has it. */
function temporal(now: () => number): Undo[] {
  const { Temporal } = globalThis as { Temporal?: TemporalModule }; // its types are younger than our compiler's target
  if (!Temporal) return [];
  const { Now, Instant } = Temporal;
  const instant = () => Instant.fromEpochMilliseconds(now());
  const zoned = (zone = Now.timeZoneId()) => instant().toZonedDateTimeISO(zone);
  return [
    replace(Now, 'instant', instant),
    replace(Now, 'zonedDateTimeISO', zoned),
    replace(Now, 'plainDateTimeISO', (zone?: string) => zoned(zone).toPlainDateTime()),
    replace(Now, 'plainDateISO', (zone?: string) => zoned(zone).toPlainDate()),
    replace(Now, 'plainTimeISO', (zone?: string) => zoned(zone).toPlainTime()),
  ];
}
