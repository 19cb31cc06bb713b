import type { Machine } from '../machine.ts';
import type { Call, DateValue, DatetimeValue, TimeValue } from '../values/value.ts';
import { toZone } from '../zone.ts';
import type { Native } from './definition.ts';

export type Moment = DateValue | DatetimeValue | TimeValue;

export const date = (ms: number): DateValue => ({ kind: 'Date', ms });
export const datetime = (ms: number): DatetimeValue => ({ kind: 'Datetime', ms });

export const dayLength = 86_400_000;
export const midnight = (ms: number): number => Math.floor(ms / dayLength) * dayLength;

/** Milliseconds whose parts in GMT are those of an instant in the time zone of the user. */
export const local = ({ host }: Machine, ms: number): number => toZone(ms, host.user.timeZone);

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

const getters: Record<string, (at: Date) => number> = {
  year: (at) => at.getUTCFullYear(),
  month: (at) => at.getUTCMonth() + 1,
  day: (at) => at.getUTCDate(),
  hour: (at) => at.getUTCHours(),
  minute: (at) => at.getUTCMinutes(),
  second: (at) => at.getUTCSeconds(),
  millisecond: (at) => at.getUTCMilliseconds(),
};

/** `year()` and the like. A Datetime tells them in the user's time zone; the others have none. */
export const partMembers = (names: string[]): Record<string, Native> =>
  Object.fromEntries(
    names.map((name) => [
      `Integer ${name}()`,
      (self: Moment, { machine }: Call) =>
        getters[name](new Date(self.kind === 'Datetime' ? local(machine, self.ms) : self.ms)),
    ])
  );

/** `yearGmt()` and the like. */
export const gmtMembers = (names: string[]): Record<string, Native> =>
  Object.fromEntries(
    names.map((name) => [`Integer ${name}Gmt()`, (self: Moment) => getters[name](new Date(self.ms))])
  );

/** `addDays(count)` and the like. */
export const stepMembers = (kind: string, steps: Record<string, number>): Record<string, Native> =>
  Object.fromEntries(
    Object.entries(steps).map(([name, length]) => [
      `${kind} add${name}(Integer count)`,
      (self: Moment, count: number) => ({ ...self, ms: self.ms + count * length }),
    ])
  );

export const monthMembers = (kind: string): Record<string, Native> => ({
  [`${kind} addMonths(Integer count)`]: (self: Moment, count: number) => ({
    ...self,
    ms: plusMonths(self.ms, count),
  }),
  [`${kind} addYears(Integer count)`]: (self: Moment, count: number) => ({
    ...self,
    ms: plusMonths(self.ms, count * 12),
  }),
});
