/** A span of time in milliseconds since 1970, its end not included. */
export type Span = { start: number; end: number };

/** Day of a calendar without time zone; months count from 0 and may overflow. */
type Day = [year: number, month: number, day: number];

const wallClock = (zone: string, at: number): Record<string, number> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)])
  );

const offset = (zone: string, at: number): number => {
  const { year, month, day, hour, minute, second } = wallClock(zone, at);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
};

/** Midnight at the start of a day; the offset is looked up twice, since it may change between. */
const midnight = (zone: string, [year, month, day]: Day): number => {
  const wall = Date.UTC(year, month, day);
  return wall - offset(zone, wall - offset(zone, wall));
};

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** First day of the unit that lies `count` units after the present one; weeks begin on Sunday. */
const firstDay = (zone: string, now: number, unit: Unit, count: number): Day => {
  const { year, month, day } = wallClock(zone, now);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const days: Record<Unit, Day> = {
    DAY: [year, month - 1, day + count],
    WEEK: [year, month - 1, day - weekday + 7 * count],
    MONTH: [year, month - 1 + count, 1],
    QUARTER: [year, Math.floor((month - 1) / 3) * 3 + 3 * count, 1],
    YEAR: [year + count, 0, 1],
  };
  return days[unit];
};

const named: Record<string, [unit: Unit, from: number, to: number]> = {
  YESTERDAY: ['DAY', -1, 0],
  TODAY: ['DAY', 0, 1],
  TOMORROW: ['DAY', 1, 2],
  LAST_90_DAYS: ['DAY', -90, 1],
  NEXT_90_DAYS: ['DAY', 1, 91],
};

/** The units that a literal spans, counted from the present one, the last not included. */
const unitsOf = (literal: string): [unit: Unit, from: number, to: number] | undefined => {
  const upper = literal.toUpperCase();
  if (upper in named) return named[upper];
  const [, which, single] = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(upper) ?? [];
  if (which !== undefined) {
    const at = { LAST: -1, THIS: 0, NEXT: 1 }[which] ?? 0;
    return [single as Unit, at, at + 1];
  }
  const [, direction, unit, count] =
    /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S:(\d{1,4})$/.exec(upper) ?? [];
  // LAST_N_DAYS goes on through today; the other units leave the present one out.
  if (direction === 'LAST') return [unit as Unit, -Number(count), unit === 'DAY' ? 1 : 0];
  if (direction === 'NEXT') return [unit as Unit, 1, Number(count) + 1];
  const [, units, ago] = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO:(\d{1,4})$/.exec(upper) ?? [];
  return units === undefined ? undefined : [units as Unit, -Number(ago), -Number(ago) + 1];
};

/**
 * The span that a date literal stands for in a time zone (SOQL and SOSL Reference, "Date Formats and Date Literals"),
 * undefined for one that is not known, such as those of fiscal years.
 */
export const dateSpan = (literal: string, now: number, zone: string): Span | undefined => {
  const units = unitsOf(literal);
  if (units === undefined) return undefined;
  const [unit, from, to] = units;
  const at = (count: number): number => midnight(zone, firstDay(zone, now, unit, count));
  return { start: at(from), end: at(to) };
};
