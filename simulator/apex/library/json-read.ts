import { ApexException } from '../host.ts';
import { keyOf } from '../values/compare.ts';
import { parseDecimal } from '../values/decimal.ts';
import { types } from '../types/type.ts';
import type { Value } from '../values/value.ts';

type Reader = { text: string; at: number };

const place = ({ text, at }: Reader): string => {
  const lines = text.slice(0, at).split('\n');
  return `[line:${lines.length}, column:${(lines.at(-1)?.length ?? 0) + 1}]`;
};

const failure = (reader: Reader, expected: string): ApexException => {
  const character = reader.text[reader.at];
  const message =
    character === undefined
      ? 'Unexpected end-of-input'
      : `Unexpected character ('${character}' (code ${character.charCodeAt(0)}))`;
  return new ApexException('System.JSONException', `${message}: ${expected} at ${place(reader)}`);
};

const valueExpected = "expected a valid value (number, String, array, object, 'true', 'false' or 'null')";

const skip = (reader: Reader): void => {
  while (' \t\n\r'.includes(reader.text[reader.at] ?? 'x')) reader.at += 1;
};

/** Takes what a pattern matches at the place, if it does. */
const take = (reader: Reader, pattern: RegExp): string | undefined => {
  const sticky = new RegExp(pattern.source, 'uy');
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.text)?.[0];
  reader.at += found?.length ?? 0;
  return found;
};

const readString = (reader: Reader): string => {
  const quoted = take(reader, /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/u);
  if (quoted === undefined) throw failure(reader, 'expected a well-formed String');
  return JSON.parse(quoted) as string;
};

/** Parts between brackets, apart by commas. */
const readParts = (reader: Reader, close: string, readPart: () => void): void => {
  reader.at += 1;
  skip(reader);
  if (reader.text[reader.at] === close) {
    reader.at += 1;
    return;
  }
  for (;;) {
    readPart();
    skip(reader);
    const next = reader.text[reader.at];
    if (next !== ',' && next !== close)
      throw failure(reader, `was expecting comma to separate ${close === ']' ? 'ARRAY' : 'OBJECT'} entries`);
    reader.at += 1;
    if (next === close) return;
    skip(reader);
  }
};

const readObject = (reader: Reader): Value => {
  const entries = new Map<unknown, [Value, Value]>();
  readParts(reader, '}', () => {
    if (reader.text[reader.at] !== '"')
      throw failure(reader, 'was expecting double-quote to start field name');
    const name = readString(reader);
    skip(reader);
    if (reader.text[reader.at] !== ':')
      throw failure(reader, 'was expecting a colon to separate field name and value');
    reader.at += 1;
    entries.set(keyOf(name), [name, readValue(reader)]);
  });
  return { kind: 'Map', type: types.map(types.string, types.object), entries };
};

const readArray = (reader: Reader): Value => {
  const items: Value[] = [];
  readParts(reader, ']', () => {
    items.push(readValue(reader));
  });
  return { kind: 'List', type: types.list(types.object), items };
};

const readNumber = (digits: string): Value => {
  if (!/^-?\d+$/.test(digits)) return parseDecimal(digits) ?? null;
  const value = BigInt(digits);
  if (BigInt.asIntN(32, value) === value) return Number(value);
  return BigInt.asIntN(64, value) === value ? value : (parseDecimal(digits) ?? null);
};

const readValue = (reader: Reader): Value => {
  skip(reader);
  const start = reader.text[reader.at];
  if (start === '{') return readObject(reader);
  if (start === '[') return readArray(reader);
  if (start === '"') return readString(reader);
  const word = take(reader, /(?:true|false|null)\b/);
  if (word !== undefined) return word === 'null' ? null : word === 'true';
  const digits = take(reader, /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/);
  if (digits === undefined) throw failure(reader, valueExpected);
  return readNumber(digits);
};

/**
 * JSON as Apex values: Map<String,Object>, List<Object>, String, Boolean, Integer, Long or Decimal.
 *
 * @throws ApexException `System.JSONException: Unexpected character (…) … at [line:1, column:1]`
 */
export const readJson = (text: string): Value => {
  const reader: Reader = { text, at: 0 };
  skip(reader);
  if (reader.at === text.length) {
    throw new ApexException('System.JSONException', `No content to map to Object due to end of input`);
  }
  const value = readValue(reader);
  skip(reader);
  if (reader.at < text.length) throw failure(reader, valueExpected);
  return value;
};
