import { nameOf } from '../types/type.ts';
import { compareDecimals, plainText, stripZeros } from './decimal.ts';
import { isNumeric, toKind, toNumber } from './number.ts';
import { isKind, type DecimalValue, type Value } from './value.ts';

/** Less than, equal or greater: numbers by value, strings without regard to case if told so, days and times. */
export const compare = (a: Value, b: Value, ignoreCase = false): number => {
  if (isNumeric(a) && isNumeric(b)) {
    if (isKind(a, 'Double') || isKind(b, 'Double')) return Math.sign(toNumber(a) - toNumber(b));
    return compareDecimals(toKind(a, 'Decimal') as DecimalValue, toKind(b, 'Decimal') as DecimalValue);
  }
  const order = (x: number | string, y: number | string): number => (x === y ? 0 : x < y ? -1 : 1);
  if (typeof a === 'string' && typeof b === 'string') {
    return ignoreCase ? order(a.toLowerCase(), b.toLowerCase()) : order(a, b);
  }
  const instant = (value: Value): number =>
    isKind(value, 'Date') || isKind(value, 'Datetime') || isKind(value, 'Time')
      ? value.ms
      : isKind(value, 'Enum')
        ? value.ordinal
        : Number(value);
  return order(instant(a), instant(b));
};

/** Each text with its length, so that different texts never join to the same. */
const joined = (texts: string[]): string => texts.map((each) => `${each.length}:${each}`).join('');

/**
 * What a value is in a Set or as a key of a Map: equal values have the same key.
 * Strings count with their case, numbers by kind, collections and records by content, other objects by identity.
 */
export const keyOf = (value: Value): unknown => {
  if (typeof value !== 'object') return typeof value === 'string' ? `"${value}` : value;
  if (value === null || value.kind === 'Instance' || value.kind === 'Enum') return value;
  switch (value.kind) {
    case 'Double':
      return `Double ${value.value}`;
    case 'Decimal':
      return `Decimal ${plainText(stripZeros(value))}`;
    case 'Blob':
      return `Blob ${value.bytes.toString('hex')}`;
    case 'Date':
    case 'Datetime':
    case 'Time':
      return `${value.kind} ${value.ms}`;
    case 'Type':
      return `Type ${nameOf(value.type)}`;
    case 'List':
      return `List ${joined(value.items.map((each) => tag(keyOf(each))))}`;
    case 'Set':
      return `Set ${joined([...value.items.keys()].map(tag).sort())}`;
    case 'Map':
      return `Map ${joined(
        [...value.entries].map(([key, [, entry]]) => joined([tag(key), tag(keyOf(entry))])).sort()
      )}`;
    case 'SObject':
      return `SObject ${value.type.class.name} ${joined(
        [...value.fields].map(([name, field]) => `${name}=${tag(keyOf(field.value))}`).sort()
      )}`;
  }
};

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A key as text; objects that are compared by identity get a number. */
const tag = (key: unknown): string => {
  if (typeof key !== 'object' || key === null) return `${typeof key} ${String(key)}`;
  const number = identities.get(key) ?? (lastIdentity += 1);
  identities.set(key, number);
  return `object ${number}`;
};

/** Equality as equals() and collections see it; numbers of different kinds are equal by value. */
export const equal = (a: Value, b: Value): boolean =>
  isNumeric(a) && isNumeric(b) ? compare(a, b) === 0 : keyOf(a) === keyOf(b);
