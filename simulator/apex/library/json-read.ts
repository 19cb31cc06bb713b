import { types } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import type { ListValue, MapValue, Value } from '../values/value.ts';
import { jsonTokens, type JsonToken } from './json-tokens.ts';

type Open = { of: ListValue | MapValue; name: string };

const put = ({ of, name }: Open, value: Value): void => {
  if (of.kind === 'List') of.items.push(value);
  else of.entries.set(keyOf(name), [name, value]);
};

/**
 * The value that begins with a token: Map<String,Object>, List<Object>, String, Boolean, Integer, Long or Decimal.
 * `next` gives the tokens behind it.
 */
export const readValue = (first: JsonToken, next: () => JsonToken): Value => {
  const open: Open[] = [];
  for (let token = first; ; token = next()) {
    let value = token.value;
    if (token.kind === 'FIELD_NAME') {
      open[open.length - 1].name = token.text;
      continue;
    }
    if (token.kind.startsWith('START_')) {
      const of: Open['of'] =
        token.kind === 'START_OBJECT'
          ? { kind: 'Map', type: types.map(types.string, types.object), entries: new Map() }
          : { kind: 'List', type: types.list(types.object), items: [] };
      open.push({ of, name: '' });
      continue;
    }
    if (token.kind.startsWith('END_')) value = open.pop()?.of ?? null;
    const outer = open.at(-1);
    if (!outer) return value;
    put(outer, value);
  }
};

/** A JSON text as a value. @throws ApexException `System.JSONException` for what is no JSON, or goes on behind a value */
export const readJson = (text: string): Value => {
  const tokens = jsonTokens(text);
  const next = (): JsonToken => tokens.next().value as JsonToken;
  const value = readValue(next(), next);
  tokens.next();
  return value;
};
