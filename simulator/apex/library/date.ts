import { ApexException } from '../host.ts';
import { text } from '../values/text.ts';
import { isKind, type Call, type DateValue, type Value } from '../values/value.ts';
import { dayOfYear, formatInstant } from './datetime-format.ts';
import type { Definition } from './definition.ts';
import { date, dayLength, local, midnight, monthMembers, partMembers, stepMembers } from './moments.ts';

const invalid = (value: string): ApexException =>
  new ApexException('System.TypeException', `Invalid date: ${value}`);

const fromParts = (value: string, year: number, month: number, day: number): DateValue => {
  const ms = Date.UTC(year, month - 1, day);
  if (new Date(ms).getUTCMonth() !== month - 1) throw invalid(value);
  return date(ms);
};

const readDate = (value: Value, { machine }: Call): DateValue => {
  if (isKind(value, 'Date')) return value;
  if (isKind(value, 'Datetime')) return date(midnight(local(machine, value.ms)));
  const [, year, month, day] = /^(\d{1,4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$/.exec(text(value)) ?? [];
  if (year === undefined) throw invalid(text(value));
  return fromParts(text(value), Number(year), Number(month), Number(day));
};

/** A day as the locale en_US writes it: `12/31/2026`. */
const parseDate = (value: string): DateValue => {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value) ?? [];
  if (year === undefined) throw invalid(value);
  return fromParts(value, Number(year), Number(month), Number(day));
};

const months = ({ ms }: DateValue): number => new Date(ms).getUTCFullYear() * 12 + new Date(ms).getUTCMonth();

/** Apex Reference Guide, "Date Class" */
export const dates: Definition = {
  name: 'Date',
  members: {
    'static Date today()': ({ machine }: Call) => date(midnight(local(machine, machine.host.now()))),
    'static Date newInstance(Integer year, Integer month, Integer day)': (
      year: number,
      month: number,
      day: number
    ) => date(Date.UTC(year, month - 1, day)),
    'static Date valueOf(Object value)': readDate,
    'static Date parse(String value)': (value: string) => parseDate(value),
    'static Boolean isLeapYear(Integer year)': (year: number) =>
      new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1,
    'static Integer daysInMonth(Integer year, Integer month)': (year: number, month: number) =>
      new Date(Date.UTC(year, month, 0)).getUTCDate(),
    'Integer daysBetween(Date other)': (self: DateValue, other: DateValue) =>
      (other.ms - self.ms) / dayLength,
    'Integer monthsBetween(Date other)': (self: DateValue, other: DateValue) => months(other) - months(self),
    'Integer dayOfYear()': (self: DateValue) => dayOfYear(self.ms),
    'Date toStartOfMonth()': (self: DateValue) => date(new Date(self.ms).setUTCDate(1)),
    // In the locale en_US a week begins on Sunday.
    'Date toStartOfWeek()': (self: DateValue) => date(self.ms - new Date(self.ms).getUTCDay() * dayLength),
    'Boolean isSameDay(Date other)': (self: DateValue, other: DateValue) => self.ms === other.ms,
    'String format()': (self: DateValue) => formatInstant(self.ms, 'M/d/yyyy', 'GMT'),
    ...partMembers(['year', 'month', 'day']),
    ...stepMembers('Date', { Days: dayLength }),
    ...monthMembers('Date'),
  },
};
