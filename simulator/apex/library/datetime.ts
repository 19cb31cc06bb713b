import { ApexException } from '../host.ts';
import { toNumber } from '../values/number.ts';
import { text } from '../values/text.ts';
import { isKind, type Call, type DateValue, type DatetimeValue, type Value } from '../values/value.ts';
import { formatInstant } from './datetime-format.ts';
import type { Definition, Native } from './definition.ts';

type Moment = DateValue | DatetimeValue;

const date = (ms: number): DateValue => ({ kind: 'Date', ms });
const datetime = (ms: number): DatetimeValue => ({ kind: 'Datetime', ms });

const dayLength = 86_400_000;
const midnight = (ms: number): number => Math.floor(ms / dayLength) * dayLength;

/** Months later, on the last day of a month that has no such day. */
const plusMonths = (ms: number, months: number): number => {
  const at = new Date(ms);
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
  return new Date(ms).setUTCFullYear(
    at.getUTCFullYear(),
    at.getUTCMonth() + months,
    Math.min(at.getUTCDate(), lastDay)
  );
};

const invalid = (kind: string, value: string): ApexException =>
  new ApexException('System.TypeException', `Invalid ${kind}: ${value}`);

const readDate = (value: Value): DateValue => {
  if (isKind(value, 'Date') || isKind(value, 'Datetime')) return date(midnight(value.ms));
  const [, year, month, day] = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text(value)) ?? [];
  if (year === undefined) throw invalid('date', text(value));
  return date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
};

const readDatetime = (value: Value): DatetimeValue => {
  if (isKind(value, 'Date') || isKind(value, 'Datetime')) return datetime(value.ms);
  const parts = /^\s*(\d{4})-(\d\d?)-(\d\d?)[ T](\d\d?):(\d\d?):(\d\d?)/.exec(text(value));
  if (!parts) throw invalid('date/time', text(value));
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  return datetime(Date.UTC(year, month - 1, day, hour, minute, second));
};

const getters: Record<string, (at: Date) => number> = {
  year: (at) => at.getUTCFullYear(),
  month: (at) => at.getUTCMonth() + 1,
  day: (at) => at.getUTCDate(),
  hour: (at) => at.getUTCHours(),
  minute: (at) => at.getUTCMinutes(),
  second: (at) => at.getUTCSeconds(),
  millisecond: (at) => at.getUTCMilliseconds(),
};

/** `year()` and the like; the user's time zone is GMT, so that the GMT variants are the same. */
const partMembers = (names: string[], suffix = ''): Record<string, Native> =>
  Object.fromEntries(
    names.map((name) => [`Integer ${name}${suffix}()`, (self: Moment) => getters[name](new Date(self.ms))])
  );

const stepMembers = (kind: string, steps: Record<string, number>): Record<string, Native> =>
  Object.fromEntries(
    Object.entries(steps).map(([name, length]) => [
      `${kind} add${name}(Integer count)`,
      (self: Moment, count: number) => ({ ...self, ms: self.ms + count * length }),
    ])
  );

const monthMembers = (kind: string): Record<string, Native> => ({
  [`${kind} addMonths(Integer count)`]: (self: Moment, count: number) => ({
    ...self,
    ms: plusMonths(self.ms, count),
  }),
  [`${kind} addYears(Integer count)`]: (self: Moment, count: number) => ({
    ...self,
    ms: plusMonths(self.ms, count * 12),
  }),
});

const midnightOf = (year: number, month: number, day: number): DatetimeValue =>
  datetime(Date.UTC(year, month - 1, day));

const fromParts = (
  y: number,
  m: number,
  d: number,
  hour: number,
  minute: number,
  second: number
): DatetimeValue => datetime(Date.UTC(y, m - 1, d, hour, minute, second));

const times = ['hour', 'minute', 'second', 'millisecond'];
const days = ['year', 'month', 'day'];

export const moments: Definition[] = [
  {
    name: 'Date',
    members: {
      'static Date today()': ({ machine }: Call) => date(midnight(machine.host.now())),
      'static Date newInstance(Integer year, Integer month, Integer day)': (
        year: number,
        month: number,
        day: number
      ) => date(Date.UTC(year, month - 1, day)),
      'static Date valueOf(Object value)': (value: Value) => readDate(value),
      'static Boolean isLeapYear(Integer year)': (year: number) =>
        new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1,
      'static Integer daysInMonth(Integer year, Integer month)': (year: number, month: number) =>
        new Date(Date.UTC(year, month, 0)).getUTCDate(),
      'Integer daysBetween(Date other)': (self: DateValue, other: DateValue) =>
        (other.ms - self.ms) / dayLength,
      'Date toStartOfMonth()': (self: DateValue) => date(new Date(self.ms).setUTCDate(1)),
      'Boolean isSameDay(Date other)': (self: DateValue, other: DateValue) => self.ms === other.ms,
      'String format()': (self: DateValue) => formatInstant(self.ms, 'M/d/yyyy'),
      ...partMembers(days),
      ...stepMembers('Date', { Days: dayLength }),
      ...monthMembers('Date'),
    },
    lacks: 'parse monthsBetween toStartOfWeek dayOfYear',
  },
  {
    name: 'Datetime',
    members: {
      'static Datetime now()': ({ machine }: Call) => datetime(machine.host.now()),
      'static Datetime newInstance(Long milliseconds)': (milliseconds: bigint) =>
        datetime(toNumber(milliseconds)),
      'static Datetime newInstance(Integer year, Integer month, Integer day)': midnightOf,
      'static Datetime newInstance(Integer y, Integer m, Integer d, Integer hour, Integer minute, Integer second)':
        fromParts,
      'static Datetime newInstanceGmt(Integer year, Integer month, Integer day)': midnightOf,
      'static Datetime newInstanceGmt(Integer y, Integer m, Integer d, Integer hour, Integer minute, Integer second)':
        fromParts,
      'static Datetime valueOf(Object value)': (value: Value) => readDatetime(value),
      'static Datetime valueOfGmt(String value)': (value: Value) => readDatetime(value),
      'Long getTime()': (self: DatetimeValue) => BigInt(self.ms),
      'Date date()': (self: DatetimeValue) => date(midnight(self.ms)),
      'Date dateGmt()': (self: DatetimeValue) => date(midnight(self.ms)),
      'Boolean isSameDay(Datetime other)': (self: DatetimeValue, other: DatetimeValue) =>
        midnight(self.ms) === midnight(other.ms),
      'String format()': (self: DatetimeValue) => formatInstant(self.ms, 'M/d/yyyy, h:mm a'),
      'String format(String pattern)': (self: DatetimeValue, pattern: string) =>
        formatInstant(self.ms, pattern),
      'String format(String pattern, String zone)': (self: DatetimeValue, pattern: string, zone: string) =>
        formatInstant(self.ms, pattern, zone),
      'String formatGmt(String pattern)': (self: DatetimeValue, pattern: string) =>
        formatInstant(self.ms, pattern),
      'String formatLong()': (self: DatetimeValue) => formatInstant(self.ms, 'M/d/yyyy, h:mm:ss a z'),
      ...partMembers([...days, ...times]),
      ...partMembers([...days, ...times], 'Gmt'),
      ...stepMembers('Datetime', { Days: dayLength, Hours: 3_600_000, Minutes: 60_000, Seconds: 1000 }),
      ...monthMembers('Datetime'),
    },
    lacks: 'parse time timeGmt dayOfYear dayOfYearGmt',
  },
];
