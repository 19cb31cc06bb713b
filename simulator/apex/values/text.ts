import { decimalText } from './decimal.ts';
import { exceptionState } from './exception.ts';
import { doubleText } from './number.ts';
import { lineage, nameOf, types } from '../types/type.ts';
import type { Instance, Value } from './value.ts';

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** `2024-01-31` */
export const dayText = (ms: number): string => {
  const at = new Date(ms);
  return `${pad(at.getUTCFullYear(), 4)}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
};

/** `2024-01-31 23:59:59`, in GMT. */
export const instantText = (ms: number): string =>
  `${dayText(ms)} ${new Date(ms).toISOString().slice(11, 19)}`;

/** `23:59:59.000Z` */
export const timeText = (ms: number): string => new Date(ms).toISOString().slice(11);

export const isException = (value: Instance): boolean =>
  lineage(value.type).some((type) => type.class === types.exception.class);

const instanceText = (value: Instance, seen: Set<Value>): string => {
  if (isException(value)) {
    const { message } = exceptionState(value);
    return `${value.type.class.name}: ${message ?? 'Script-thrown exception'}`;
  }
  if (value.text) return value.text();
  return `${value.type.class.name}:[${[...value.fields].map(([name, field]) => `${name}=${shown(field, seen)}`).join(', ')}]`;
};

const shown = (value: Value, seen: Set<Value>): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value)) return '(already output)';
  const inner = new Set([...seen, value]);
  switch (value.kind) {
    case 'Double':
      return doubleText(value.value);
    case 'Decimal':
      return decimalText(value);
    case 'Blob':
      return `Blob[${value.bytes.length}]`;
    case 'Date':
    case 'Datetime':
      return instantText(value.ms);
    case 'Time':
      return timeText(value.ms);
    case 'List':
      return `(${value.items.map((item) => shown(item, inner)).join(', ')})`;
    case 'Set':
      return `{${[...value.items.values()].map((item) => shown(item, inner)).join(', ')}}`;
    case 'Map':
      return `{${[...value.entries.values()].map(([k, v]) => `${shown(k, inner)}=${shown(v, inner)}`).join(', ')}}`;
    case 'Enum':
      return value.name;
    case 'Type':
      return nameOf(value.type);
    case 'SObject':
      return `${value.type.class.name}:{${[...value.fields.values()].map((field) => `${field.name}=${shown(field.value, inner)}`).join(', ')}}`;
    case 'Instance':
      return instanceText(value, inner);
  }
};

/** A value as string concatenation and System.debug show it. */
export const text = (value: Value): string => shown(value, new Set());
