import { ApexException } from './host.ts';

/** Minutes that a time zone is ahead of GMT at an instant. @throws ApexException for an unknown zone */
export const zoneOffset = (ms: number, zone: string): number => {
  if (/^(gmt|utc|z)$/i.test(zone)) return 0;
  const fixed = /^GMT([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0));
  try {
    const name = namePart(ms, zone, 'longOffset');
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  } catch {
    throw new ApexException('System.InvalidParameterValueException', `Invalid time zone: ${zone}`);
  }
};

type Style = 'short' | 'long' | 'longOffset';

/** Formats by zone and style: making one takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatFor = (zone: string, style: Style): Intl.DateTimeFormat => {
  const key = `${style} ${zone}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: style });
  formats.set(key, format);
  return format;
};

const namePart = (ms: number, zone: string, style: Style): string =>
  formatFor(zone, style)
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone;

/** `+05:30` */
export const offsetText = (minutes: number, colon = ':'): string => {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
};

/** The milliseconds whose parts in GMT are those of an instant in a zone. */
export const toZone = (ms: number, zone: string): number => ms + zoneOffset(ms, zone) * 60_000;

/** The instant at which the parts of a zone are those that `local` has in GMT. */
export const fromZone = (local: number, zone: string): number => {
  const guess = local - zoneOffset(local, zone) * 60_000;
  return local - zoneOffset(guess, zone) * 60_000;
};

/** Time of day as the log writes it: `14:23:06.7`, the milliseconds without zeros before them. */
export const clock = (ms: number, zone: string): string => {
  const at = new Date(toZone(ms, zone));
  return `${at.toISOString().slice(11, 19)}.${at.getUTCMilliseconds()}`;
};

/** A zone as USER_INFO shows it: `(GMT-07:00) Pacific Daylight Time (America/Los_Angeles)`, `GMT-07:00`. */
export const zoneName = (ms: number, zone: string): [name: string, offset: string] => {
  const minutes = zoneOffset(ms, zone);
  const offset = `GMT${offsetText(minutes)}`;
  const name = minutes === 0 ? 'Greenwich Mean Time' : namePart(ms, zone, 'long');
  return [`(${offset}) ${name} (${zone})`, minutes === 0 ? 'GMTZ' : offset];
};

/**
 * A zone as java.text.SimpleDateFormat names it: `PST`, `Pacific Standard Time`.
 *
 * @throws Error `not simulated: …` for short names that only Java has
 */
export const zoneLabel = (ms: number, zone: string, isLong: boolean): string => {
  if (/^GMT[+-]/i.test(zone)) return `GMT${offsetText(zoneOffset(ms, zone))}`;
  if (/^(gmt|z)$/i.test(zone)) return isLong ? 'Greenwich Mean Time' : 'GMT';
  const name = namePart(ms, zone, isLong ? 'long' : 'short');
  if (/^GMT[+-]/.test(name)) throw new Error(`not simulated: the short name of the time zone ${zone}`);
  return name;
};
