import { ApexException } from '../host.ts';

type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond', number> & {
  weekday: number;
};

const months = 'January February March April May June July August September October November December'.split(
  ' '
);
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Minutes that a time zone is ahead of GMT at an instant. @throws ApexException for an unknown zone */
const offset = (ms: number, zone: string): number => {
  if (/^(gmt|utc|z)$/i.test(zone)) return 0;
  const fixed = /^GMT([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0));
  try {
    const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(ms)
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  } catch {
    throw new ApexException('System.InvalidParameterValueException', `Invalid time zone: ${zone}`);
  }
};

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

const zoneText = (minutes: number, colon: string): string => {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
};

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
    case 'a':
      return at.hour < 12 ? 'AM' : 'PM';
    case 'z':
      return ahead === 0 ? 'GMT' : `GMT${zoneText(ahead, ':')}`;
    case 'Z':
      return zoneText(ahead, '');
    case 'X':
      return ahead === 0 ? 'Z' : zoneText(ahead, part.length === 3 ? ':' : '');
    default:
      throw new ApexException('System.StringException', `Illegal pattern character '${part[0]}'`);
  }
};

/** An instant in a pattern of java.text.SimpleDateFormat, as Datetime.format takes it. */
export const formatInstant = (ms: number, pattern: string, zone = 'GMT'): string => {
  const ahead = offset(ms, zone);
  const at = partsOf(ms + ahead * 60_000);
  return pattern.replace(/''|'((?:[^']|'')*)'|([a-zA-Z])\2*/g, (part, quoted: string | undefined) => {
    if (part === "''") return "'";
    return quoted === undefined ? letter(part, at, ahead) : quoted.replaceAll("''", "'");
  });
};
