import { ApexException } from '../host.ts';
import { decimalText } from '../values/decimal.ts';
import { dayText, text, timeText } from '../values/text.ts';
import { isException } from '../values/text.ts';
import { doubleText } from '../values/number.ts';
import type { Instance, SObjectValue, Value } from '../values/value.ts';

export type Style = { pretty: boolean; skipNulls: boolean; apiVersion: string };

/** JSON before it is laid out: text of a value, or what stands between brackets. */
export type JsonNode = string | { open: '[' | '{'; parts: [name: string | undefined, value: JsonNode][] };

const array = (values: Iterable<Value>, style: Style): JsonNode => ({
  open: '[',
  parts: [...values].map((value) => [undefined, jsonNode(value, style)]),
});

const object = (entries: Iterable<[string, Value]>, style: Style): JsonNode => ({
  open: '{',
  parts: [...entries].map(([name, value]) => [name, jsonNode(value, style)]),
});

const record = ({ type, fields }: SObjectValue, style: Style): JsonNode => {
  const { name } = type.class;
  const id = fields.get('id')?.value;
  const url = id
    ? [['url', `"/services/data/v${style.apiVersion}/sobjects/${name}/${text(id)}"`] as [string, JsonNode]]
    : [];
  const attributes: JsonNode = { open: '{', parts: [['type', JSON.stringify(name)], ...url] };
  const values = [...fields.values()].map((field): [string, JsonNode] => [
    field.name,
    jsonNode(field.value, style),
  ]);
  return { open: '{', parts: [['attributes', attributes], ...values] };
};

const instance = (value: Instance, style: Style): JsonNode => {
  if (value.state !== undefined || isException(value)) {
    throw new ApexException(
      'System.JSONException',
      `Apex Type unsupported in JSON: ${value.type.class.name}`
    );
  }
  const fields = [...value.fields].filter(([, field]) => field !== null || !style.skipNulls);
  return object(fields, style);
};

/** @throws ApexException `System.JSONException: Apex Type unsupported in JSON: X` */
export const jsonNode = (value: Value, style: Style): JsonNode => {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'Double':
      return doubleText(value.value);
    case 'Decimal':
      return decimalText(value);
    case 'Blob':
      return JSON.stringify(value.bytes.toString('base64'));
    case 'Date':
      return JSON.stringify(dayText(value.ms));
    case 'Datetime':
      return JSON.stringify(new Date(value.ms).toISOString());
    case 'Time':
      return JSON.stringify(timeText(value.ms));
    case 'Enum':
      return JSON.stringify(value.name);
    case 'Type':
      return JSON.stringify(text(value));
    case 'List':
    case 'Set':
      return array(value.items.values(), style);
    case 'Map':
      // Seen live, at API 67.0: the entries of a map come last first.
      return object(
        [...value.entries.values()].map(([key, entry]): [string, Value] => [text(key), entry]).reverse(),
        style
      );
    case 'SObject':
      return record(value, style);
    case 'Instance':
      return instance(value, style);
  }
};

const compact = (of: JsonNode): string => {
  if (typeof of === 'string') return of;
  const parts = of.parts.map(
    ([name, value]) => (name === undefined ? '' : `${JSON.stringify(name)}:`) + compact(value)
  );
  return of.open === '[' ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
};

/** As Jackson's default pretty printer: objects over several lines, arrays on one. */
const pretty = (of: JsonNode, indent = ''): string => {
  if (typeof of === 'string') return of;
  const inner = of.open === '{' ? `${indent}  ` : indent;
  const parts = of.parts.map(
    ([name, value]) => (name === undefined ? '' : `${JSON.stringify(name)} : `) + pretty(value, inner)
  );
  if (of.open === '[') return parts.length === 0 ? '[ ]' : `[ ${parts.join(', ')} ]`;
  return parts.length === 0 ? '{ }' : `{\n${parts.map((part) => inner + part).join(',\n')}\n${indent}}`;
};

/** Lays JSON out. */
export const nodeText = (of: JsonNode, { pretty: isPretty }: Style): string =>
  isPretty ? pretty(of) : compact(of);

/**
 * A value as JSON.serialize and JSON.serializePretty write it.
 *
 * @throws ApexException `System.JSONException: Apex Type unsupported in JSON: X`
 */
export const writeJson = (value: Value, style: Style): string => nodeText(jsonNode(value, style), style);
