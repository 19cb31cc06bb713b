import { ApexException } from '../host.ts';
import type { Machine } from '../machine.ts';
import { toNumber } from '../values/number.ts';
import { text } from '../values/text.ts';
import {
  isKind,
  type Call,
  type DateValue,
  type DatetimeValue,
  type TimeValue,
  type Value,
} from '../values/value.ts';
import { fromZone } from '../zone.ts';
import { dayOfYear, formatInstant } from './datetime-format.ts';
import type { Definition, Native } from './definition.ts';
import {
  date,
  datetime,
  dayLength,
  gmtMembers,
  local,
  midnight,
  monthMembers,
  partMembers,
  stepMembers,
} from './moments.ts';

const invalid = (value: Value): ApexException =>
  new ApexException('System.TypeException', `Invalid date/time: ${text(value)}`);

/** The instant at which the clock of the user shows what `ms` is in GMT. */
const instantOf = ({ host }: Machine, ms: number): DatetimeValue =>
  datetime(fromZone(ms, host.user.timeZone));

const readParts = (value: Value): number => {
  const parts = /^(\d{1,4})-(\d\d?)-(\d\d?)[ T](\d\d?):(\d\d?):(\d\d?)/.exec(text(value));
  if (!parts) throw invalid(value);
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

const valueOf = (value: Value, { machine }: Call): DatetimeValue => {
  if (isKind(value, 'Datetime')) return value;
  return isKind(value, 'Date') ? datetime(value.ms) : instantOf(machine, readParts(value));
};

/** As the locale en_US writes it: `10/14/2026, 11:46 AM`. */
const parse = (value: string, { machine }: Call): DatetimeValue => {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d) ([AP])M$/i.exec(value);
  if (!parts) throw invalid(value);
  const [month, day, year, hour, minute] = parts.slice(1, 6).map(Number);
  const hours = (hour % 12) + (/p/i.test(parts[6]) ? 12 : 0);
  return instantOf(machine, Date.UTC(year, month - 1, day, hours, minute));
};

const days = ['year', 'month', 'day'];
const times = ['hour', 'minute', 'second', 'millisecond'];

const ofParts = (y: number, m: number, d: number, hour = 0, minute = 0, second = 0): number =>
  Date.UTC(y, m - 1, d, hour, minute, second);

/** `newInstance(…)` in the time zone of the user, `newInstanceGmt(…)` in GMT. */
const constructors: Record<string, Native> = {
  'static Datetime newInstance(Integer y, Integer m, Integer d)': (
    y: number,
    m: number,
    d: number,
    { machine }: Call
  ) => instantOf(machine, ofParts(y, m, d)),
  'static Datetime newInstance(Integer y, Integer m, Integer d, Integer hour, Integer minute, Integer second)':
    (y: number, m: number, d: number, hour: number, minute: number, second: number, { machine }: Call) =>
      instantOf(machine, ofParts(y, m, d, hour, minute, second)),
  'static Datetime newInstance(Date day, Time time)': (day: DateValue, time: TimeValue, { machine }: Call) =>
    instantOf(machine, day.ms + time.ms),
  'static Datetime newInstanceGmt(Integer y, Integer m, Integer d)': (y: number, m: number, d: number) =>
    datetime(ofParts(y, m, d)),
  'static Datetime newInstanceGmt(Integer y, Integer m, Integer d, Integer hour, Integer minute, Integer second)':
    (y: number, m: number, d: number, hour: number, minute: number, second: number) =>
      datetime(ofParts(y, m, d, hour, minute, second)),
  'static Datetime newInstanceGmt(Date day, Time time)': (day: DateValue, time: TimeValue) =>
    datetime(day.ms + time.ms),
};

const formats: Record<string, Native> = {
  'String format()': (self: DatetimeValue, { machine }: Call) =>
    formatInstant(self.ms, 'M/d/yyyy, h:mm a', machine.host.user.timeZone),
  'String format(String? pattern)': (self: DatetimeValue, pattern: string | null, { machine }: Call) =>
    formatInstant(self.ms, pattern ?? 'M/d/yyyy, h:mm a', machine.host.user.timeZone),
  'String format(String? pattern, String? zone)': (
    self: DatetimeValue,
    pattern: string | null,
    zone: string | null,
    { machine }: Call
  ) => formatInstant(self.ms, pattern ?? 'M/d/yyyy, h:mm a', zone ?? machine.host.user.timeZone),
  'String formatGmt(String pattern)': (self: DatetimeValue, pattern: string) =>
    formatInstant(self.ms, pattern, 'GMT'),
  'String formatLong()': (self: DatetimeValue, { machine }: Call) =>
    formatInstant(self.ms, 'M/d/yyyy, h:mm:ss a z', machine.host.user.timeZone),
};

/** Apex Reference Guide, "Datetime Class" */
export const datetimes: Definition = {
  name: 'Datetime',
  members: {
    'static Datetime now()': ({ machine }: Call) => datetime(machine.host.now()),
    'static Datetime newInstance(Long milliseconds)': (milliseconds: bigint) =>
      datetime(toNumber(milliseconds)),
    ...constructors,
    'static Datetime valueOf(Object value)': valueOf,
    'static Datetime valueOfGmt(String value)': (value: string) => datetime(readParts(value)),
    'static Datetime parse(String value)': parse,
    'Long getTime()': (self: DatetimeValue) => BigInt(self.ms),
    'Date date()': (self: DatetimeValue, { machine }: Call) => date(midnight(local(machine, self.ms))),
    'Date dateGmt()': (self: DatetimeValue) => date(midnight(self.ms)),
    'Time time()': (self: DatetimeValue, { machine }: Call) => {
      const ms = local(machine, self.ms);
      return { kind: 'Time', ms: ms - midnight(ms) };
    },
    'Time timeGmt()': (self: DatetimeValue) => ({ kind: 'Time', ms: self.ms - midnight(self.ms) }),
    'Integer dayOfYear()': (self: DatetimeValue, { machine }: Call) => dayOfYear(local(machine, self.ms)),
    'Integer dayOfYearGmt()': (self: DatetimeValue) => dayOfYear(self.ms),
    'Boolean isSameDay(Datetime other)': (self: DatetimeValue, other: DatetimeValue, { machine }: Call) =>
      midnight(local(machine, self.ms)) === midnight(local(machine, other.ms)),
    ...formats,
    ...partMembers([...days, ...times]),
    ...gmtMembers([...days, ...times]),
    ...stepMembers('Datetime', { Days: dayLength, Hours: 3_600_000, Minutes: 60_000, Seconds: 1000 }),
    ...monthMembers('Datetime'),
  },
};
