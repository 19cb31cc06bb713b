import { ApexException } from '../host.ts';
import { fromRow } from '../compile/sobjects.ts';
import { initialise } from '../compile/construct.ts';
import type { Machine } from '../machine.ts';
import { isInstance, numericKind } from '../types/assign.ts';
import { lineage, nameOf, types, type Type } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import { parseDecimal } from '../values/decimal.ts';
import { isNumeric, toKind } from '../values/number.ts';
import { text } from '../values/text.ts';
import { isKind, type Instance, type MapValue, type Value } from '../values/value.ts';
import { blob } from './encoding.ts';

const refuse = (message: string): ApexException => new ApexException('System.JSONException', message);

/** Texts seen live. */
const malformed = (isList: boolean): ApexException =>
  refuse(
    `Malformed JSON: Expected ${isList ? "'[' at the beginning of List/Set" : "'{' at the beginning of object"}`
  );
const illegal = (): ApexException => refuse('Illegal value for primitive');

const object = async (
  machine: Machine,
  source: MapValue,
  type: Type,
  isStrict: boolean
): Promise<Instance> => {
  const made: Instance = { kind: 'Instance', type, fields: new Map(), state: undefined };
  const { initialisers } = machine.program;
  const frame = { machine, self: made, slots: [], name: type.class.name, line: 1 };
  for (const each of lineage(type).toReversed()) await initialise(frame, initialisers.get(each.class), made);
  for (const [name, value] of source.entries.values()) {
    const member = lineage(type)
      .map((each) => each.class.members.get(text(name).toLowerCase()))
      .find(Boolean);
    if (!member && isStrict)
      throw refuse(`No such column '${text(name)}' on sobject of type ${nameOf(type)}`);
    await member?.write?.(made, await toTyped(machine, value, member.type, isStrict), { machine, type });
  }
  return made;
};

const record = (source: MapValue, type: Type): Value => {
  const plain = [...source.entries.values()].map(([name, value]) => [
    text(name),
    isNumeric(value) ? Number(text(value)) : value,
  ]);
  return { ...fromRow(Object.fromEntries(plain) as Record<string, unknown>, type), queried: undefined };
};

/** A day or an instant of ISO 8601; in GMT, if it names no zone. */
const isoInstant = (value: string): string => {
  const [, day, time, zone] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(value) ?? [];
  if (day === undefined) throw illegal();
  return time === undefined ? day : `${day}T${time}${zone ?? 'Z'}`;
};

const primitive = (value: Value, type: Type): Value => {
  const kind = numericKind(type);
  if (kind && isNumeric(value)) return toKind(value, kind);
  const digits = kind && typeof value === 'string' ? parseDecimal(value) : undefined;
  if (kind && digits) return toKind(digits, kind);
  if (type.class === types.string.class && (isNumeric(value) || typeof value === 'boolean'))
    return text(value);
  if (typeof value === 'string' && (type.class === types.date.class || type.class === types.datetime.class)) {
    const isDate = type.class === types.date.class;
    const ms = Date.parse(isoInstant(isDate ? value.slice(0, 10) : value));
    if (Number.isNaN(ms)) throw illegal();
    return { kind: isDate ? 'Date' : 'Datetime', ms };
  }
  if (typeof value === 'string' && type.class === types.blob.class) return blob(Buffer.from(value, 'base64'));
  const constant = type.class.constants.find(({ name }) => name === value);
  if (constant) return constant;
  if (!isInstance(value, type)) throw illegal();
  return value;
};

/** What readJson gave, as a value of a type. @throws ApexException `System.JSONException` where it does not fit */
export const toTyped = async (
  machine: Machine,
  value: Value,
  type: Type,
  isStrict: boolean
): Promise<Value> => {
  if (value === null) return null;
  // Seen live: what a class or collection declares as Object, JSON can't fill.
  if (type.class === types.object.class) throw refuse('Apex Type unsupported in JSON: Object');
  const all = async (values: Iterable<Value>, of: Type): Promise<Value[]> => {
    const items: Value[] = [];
    for (const each of values) items.push(await toTyped(machine, each, of, isStrict));
    return items;
  };
  const [first, second] = type.args;
  if (type.class.name === 'List' || type.class.name === 'Set') {
    if (!isKind(value, 'List')) throw malformed(true);
    const items = await all(value.items, first);
    return type.class.name === 'List'
      ? { kind: 'List', type, items }
      : { kind: 'Set', type, items: new Map(items.map((item) => [keyOf(item), item])) };
  }
  const isDeclared = machine.program.initialisers.has(type.class);
  if (type.class.name !== 'Map' && type.class.kind !== 'sobject' && !isDeclared)
    return primitive(value, type);
  if (!isKind(value, 'Map')) throw malformed(false);
  if (isDeclared) return object(machine, value, type, isStrict);
  if (type.class.kind === 'sobject') return record(value, type);
  const keys = await all(
    [...value.entries.values()].map(([key]) => key),
    first
  );
  const values = await all(
    [...value.entries.values()].map(([, entry]) => entry),
    second
  );
  return { kind: 'Map', type, entries: new Map(keys.map((key, i) => [keyOf(key), [key, values[i]]])) };
};
