import type { TimeValue } from '../values/value.ts';
import type { Definition } from './definition.ts';
import { dayLength, partMembers, type Moment } from './moments.ts';

const later =
  (length: number) =>
  (self: Moment, count: number): TimeValue => ({
    kind: 'Time',
    ms: (((self.ms + count * length) % dayLength) + dayLength) % dayLength,
  });

/** Apex Reference Guide, "Time Class"; a time that is added to goes on behind midnight. */
export const times: Definition = {
  name: 'Time',
  members: {
    'static Time newInstance(Integer hour, Integer minute, Integer second, Integer millisecond)': (
      hour: number,
      minute: number,
      second: number,
      millisecond: number
    ) => ({ kind: 'Time', ms: ((hour * 60 + minute) * 60 + second) * 1000 + millisecond }),
    ...partMembers(['hour', 'minute', 'second', 'millisecond']),
    'Time addHours(Integer count)': later(3_600_000),
    'Time addMinutes(Integer count)': later(60_000),
    'Time addSeconds(Integer count)': later(1000),
    'Time addMilliseconds(Integer count)': later(1),
  },
};
