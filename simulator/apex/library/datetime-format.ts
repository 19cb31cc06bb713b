import { ApexException } from '../host.ts';
import { offsetText, zoneLabel, zoneOffset } from '../zone.ts';

type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond', number> & {
  weekday: number;
};

const months = 'January February March April May June July August September October November December'.split(
  ' '
);
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const partsOf = (ms: number): Parts => {
  const at = new Date(ms);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    millisecond: at.getUTCMilliseconds(),
    weekday: at.getUTCDay(),
  };
};

/** 1 to 366; `ms` counts in GMT. */
export const dayOfYear = (ms: number): number =>
  Math.floor((ms - Date.UTC(new Date(ms).getUTCFullYear(), 0, 1)) / 86_400_000) + 1;

const named = (names: string[], index: number, length: number): string =>
  length > 3 ? names[index] : names[index].slice(0, 3);

const letter = (part: string, at: Parts, ahead: number): string => {
  const pad = (value: number): string => String(value).padStart(part.length, '0');
  switch (part[0]) {
    case 'y':
      return part.length === 2 ? String(at.year).slice(-2) : pad(at.year);
    case 'M':
      return part.length > 2 ? named(months, at.month - 1, part.length) : pad(at.month);
    case 'd':
      return pad(at.day);
    case 'E':
      return named(weekdays, at.weekday, part.length);
    case 'u':
      return pad(at.weekday === 0 ? 7 : at.weekday);
    case 'H':
      return pad(at.hour);
    case 'h':
      return pad(at.hour % 12 === 0 ? 12 : at.hour % 12);
    case 'm':
      return pad(at.minute);
    case 's':
      return pad(at.second);
    case 'S':
      return pad(at.millisecond);
    case 'D':
      return pad(dayOfYear(Date.UTC(at.year, at.month - 1, at.day)));
    case 'k':
      return pad(at.hour === 0 ? 24 : at.hour);
    case 'K':
      return pad(at.hour % 12);
    case 'a':
      return at.hour < 12 ? 'AM' : 'PM';
    case 'Z':
      return offsetText(ahead, '');
    case 'X':
      if (ahead === 0) return 'Z';
      return part.length === 1
        ? offsetText(ahead).slice(0, 3)
        : offsetText(ahead, part.length === 3 ? ':' : '');
    case 'F':
    case 'G':
    case 'L':
    case 'W':
    case 'w':
    case 'Y':
      throw new Error(`not simulated: the letter ${part[0]} of a date format`);
    default:
      throw new ApexException('System.StringException', `Illegal pattern character '${part[0]}'`);
  }
};

/** An instant in a pattern of java.text.SimpleDateFormat, as Datetime.format takes it. */
export const formatInstant = (ms: number, pattern: string, zone: string): string => {
  const ahead = zoneOffset(ms, zone);
  const at = partsOf(ms + ahead * 60_000);
  return pattern.replace(/''|'((?:[^']|'')*)'|([a-zA-Z])\2*/g, (part, quoted: string | undefined) => {
    if (part === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    return part.startsWith('z') ? zoneLabel(ms, zone, part.length > 3) : letter(part, at, ahead);
  });
};
