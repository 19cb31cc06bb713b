import { ApexException } from '../host.ts';
import { parseDecimal } from '../values/decimal.ts';
import type { Value } from '../values/value.ts';

/** A piece of JSON, named as JSONToken does. `text` is what JSONParser.getText() gives. */
export type JsonToken = { kind: string; text: string; value: Value };

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

const patterns = {
  string: /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy,
  word: /(?:true|false|null)\b/y,
  number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
};

/** Takes what a pattern matches at the place, if it does. */
const take = (reader: Reader, pattern: RegExp): string | undefined => {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  reader.at += found?.length ?? 0;
  return found;
};

const readString = (reader: Reader): string => {
  const quoted = take(reader, patterns.string);
  if (quoted === undefined) throw failure(reader, 'expected a well-formed String');
  return JSON.parse(quoted) as string;
};

const readNumber = (digits: string): Value => {
  if (!/^-?\d+$/.test(digits)) return parseDecimal(digits) ?? null;
  const value = BigInt(digits);
  if (BigInt.asIntN(32, value) === value) return Number(value);
  return BigInt.asIntN(64, value) === value ? value : (parseDecimal(digits) ?? null);
};

const token = (kind: string, text: string, value: Value = null): JsonToken => ({ kind, text, value });

const words: Record<string, JsonToken> = {
  true: token('VALUE_TRUE', 'true', true),
  false: token('VALUE_FALSE', 'false', false),
  null: token('VALUE_NULL', 'null'),
};

const scalar = (reader: Reader): JsonToken => {
  if (reader.text[reader.at] === '"') {
    const value = readString(reader);
    return token('VALUE_STRING', value, value);
  }
  const word = take(reader, patterns.word);
  if (word !== undefined) return words[word];
  const digits = take(reader, patterns.number);
  if (digits === undefined) throw failure(reader, valueExpected);
  return token(
    /^-?\d+$/.test(digits) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT',
    digits,
    readNumber(digits)
  );
};

const fieldName = (reader: Reader): JsonToken => {
  skip(reader);
  if (reader.text[reader.at] !== '"') throw failure(reader, 'was expecting double-quote to start field name');
  const name = readString(reader);
  skip(reader);
  if (reader.text[reader.at] !== ':')
    throw failure(reader, 'was expecting a colon to separate field name and value');
  reader.at += 1;
  return token('FIELD_NAME', name, name);
};

const ends: Record<string, JsonToken> = { '}': token('END_OBJECT', '}'), ']': token('END_ARRAY', ']') };

/** Goes from the end of a value to where the next one begins. Gives whether there is one. */
const behindValue = function* (reader: Reader, open: string[]): Generator<JsonToken, boolean> {
  for (;;) {
    skip(reader);
    const close = open.at(-1);
    const next = reader.text[reader.at];
    if (close === undefined) {
      if (next !== undefined) throw failure(reader, valueExpected);
      return false;
    }
    if (next !== close && next !== ',')
      throw failure(reader, `was expecting comma to separate ${close === ']' ? 'ARRAY' : 'OBJECT'} entries`);
    reader.at += 1;
    if (next === ',') {
      if (close === '}') yield fieldName(reader);
      return true;
    }
    open.pop();
    yield ends[close];
  }
};

/**
 * The pieces of a JSON text, one after the other.
 *
 * @throws ApexException `System.JSONException: Unexpected character (…) … at [line:1, column:1]`
 */
export const jsonTokens = function* (text: string): Generator<JsonToken> {
  const reader: Reader = { text, at: 0 };
  const open: string[] = [];
  skip(reader);
  if (reader.at === text.length)
    throw new ApexException('System.JSONException', 'No content to map to Object due to end of input');
  for (let more = true; more;) {
    skip(reader);
    const start = text[reader.at];
    if (start !== '{' && start !== '[') {
      yield scalar(reader);
    } else {
      const close = start === '{' ? '}' : ']';
      reader.at += 1;
      yield token(start === '{' ? 'START_OBJECT' : 'START_ARRAY', start);
      skip(reader);
      if (text[reader.at] !== close) {
        open.push(close);
        if (start === '{') yield fieldName(reader);
        continue;
      }
      reader.at += 1;
      yield ends[close];
    }
    more = yield* behindValue(reader, open);
  }
};
