import { ApexException } from '../host.ts';
import { convert } from '../types/assign.ts';
import {
  declareClass,
  libraryClass,
  newClass,
  types,
  type Class,
  type Member,
  type Type,
} from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import { isKind, type Instance, type SObjectValue, type Value } from '../values/value.ts';
import type { Program } from './scope.ts';

/** A field of a record. @throws ApexException `System.SObjectException` for a field that the query left out */
export const readField = ({ type, fields, queried }: SObjectValue, name: string): Value => {
  const found = fields.get(name.toLowerCase());
  if (found || !queried || name === 'Id') return found?.value ?? null;
  const message = `SObject row was retrieved via SOQL without querying the requested field: ${type.class.name}.${name}`;
  throw new ApexException('System.SObjectException', message);
};

const field = (name: string, type: Type): Member => ({
  name,
  static: false,
  type,
  read: (self) => readField(nonNull(self) as SObjectValue, name),
  write: (self, value) => {
    (nonNull(self) as SObjectValue).fields.set(name.toLowerCase(), { name, value });
  },
});

const tokens = new WeakMap<Class, Instance>();

/** The token of an sObject, e.g. `User.SObjectType`: always the same. */
export const sobjectType = (type: Type): Instance => {
  const token: Instance = tokens.get(type.class) ?? {
    kind: 'Instance',
    type: { class: declareClass('Schema.SObjectType'), args: [] },
    fields: new Map(),
    state: type,
    text: () => type.class.name,
  };
  tokens.set(type.class, token);
  return token;
};

/** The class of an sObject that the org has; its members are the fields and parents. */
export const sobjectClass = (program: Program, name: string): Class | undefined => {
  const known = program.sobjects.get(name.toLowerCase());
  if (known) return known;
  const described = program.host.describe(name);
  if (!described) return undefined;
  const made = newClass(described.name, 'sobject');
  made.parent = types.sobject;
  program.sobjects.set(name.toLowerCase(), made);
  const token = sobjectType({ class: made, args: [] });
  made.members.set('sobjecttype', {
    name: 'SObjectType',
    static: true,
    type: token.type,
    read: () => token,
  });
  for (const [api, type] of Object.entries(described.fields)) {
    made.members.set(
      api.toLowerCase(),
      field(api, { class: libraryClass(type) ?? types.string.class, args: [] })
    );
  }
  for (const lacking of described.unsimulated) made.lacks.add(lacking.toLowerCase());
  for (const [relationship, parent] of Object.entries(described.parents)) {
    const of = sobjectClass(program, parent);
    if (of) made.members.set(relationship.toLowerCase(), field(relationship, { class: of, args: [] }));
  }
  return made;
};

const fieldValue = (value: unknown, type: Type): Value => {
  if (value === null || value === undefined) return null;
  if (type.class.kind === 'sobject') return fromRow(value as Record<string, unknown>, type);
  if (type.class === types.datetime.class) return { kind: 'Datetime', ms: Date.parse(value as string) };
  if (type.class === types.date.class)
    return { kind: 'Date', ms: Date.parse((value as string).slice(0, 10)) };
  return typeof value === 'object'
    ? JSON.stringify(value)
    : convert(value as string | number | boolean, type);
};

/** A row of the org as a record; columns that are no fields (`expr0`) keep the type that they have. */
export const fromRow = (row: Record<string, unknown>, type: Type): SObjectValue => {
  const fields: SObjectValue['fields'] = new Map();
  for (const [name, value] of Object.entries(row)) {
    if (name === 'attributes') continue;
    const member = type.class.members.get(name.toLowerCase());
    const loose = typeof value === 'number' ? types.integer : types.object;
    fields.set(name.toLowerCase(), {
      name: member?.name ?? name,
      value: fieldValue(value, member?.type ?? loose),
    });
  }
  return { kind: 'SObject', type, fields, queried: true };
};

const plain = (value: Value): unknown => {
  if (isKind(value, 'Datetime')) return new Date(value.ms).toISOString().replace('Z', '+0000');
  if (isKind(value, 'Date')) return new Date(value.ms).toISOString().slice(0, 10);
  if (isKind(value, 'Decimal') || isKind(value, 'Double')) return Number(convert(value, types.double));
  return typeof value === 'bigint' ? Number(value) : value;
};

/** A record as a row for the org, without its parents. */
export const toRow = (record: SObjectValue): Record<string, unknown> =>
  Object.fromEntries(
    [...record.fields.values()]
      .filter(({ value }) => !isKind(value, 'SObject'))
      .map(({ name, value }) => [name, plain(value)])
  );
