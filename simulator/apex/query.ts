import { ApexException } from './host.ts';
import { fromRow, sobjectClass } from './compile/sobjects.ts';
import { query, type Machine } from './machine.ts';
import { types, type Type } from './types/type.ts';
import { dayText, text } from './values/text.ts';
import { isKind, type ListValue, type Value } from './values/value.ts';

const quoted = (value: string): string =>
  `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;

/** What no field holds: an empty text, and of an id, which may not be empty, one of nobody's. */
const nothing = ({ args: [item] }: Type): string =>
  item?.class.kind === 'sobject' || item?.class.name === 'Id' ? "'000000000000000AAA'" : "''";

/** A value as a literal of SOQL: what a bind variable stands for. A collection that is empty matches nothing. */
export const soqlLiteral = (value: Value): string => {
  if (typeof value === 'string') return quoted(value);
  if (isKind(value, 'Date')) return dayText(value.ms);
  if (isKind(value, 'Datetime')) return new Date(value.ms).toISOString();
  if (isKind(value, 'SObject')) return soqlLiteral(value.fields.get('id')?.value ?? null);
  if (!isKind(value, 'List') && !isKind(value, 'Set')) return text(value);
  const items = [...value.items.values()].map(soqlLiteral);
  return `(${items.length === 0 ? nothing(value.type) : items.join(', ')})`;
};

/** Runs a query whose bind variables are replaced. @throws ApexException `System.QueryException` */
export const runQuery = (machine: Machine, soql: string, row: Type): ListValue => ({
  kind: 'List',
  type: types.list(row),
  items: query(machine, soql).map((each) => fromRow(each, row)),
});

/** Database.query: the text names its variables as they are called where it is called. */
export const runDynamicQuery = (
  machine: Machine,
  soql: string,
  variable: (name: string) => Value | undefined
): ListValue => {
  const bound = soql.replace(
    /('(?:[^'\\]|\\.)*')|:\s*(\w+)/g,
    (whole, literal: string | undefined, name: string) => {
      if (literal !== undefined) return whole;
      const value = variable(name);
      if (value === undefined)
        throw new ApexException('System.QueryException', `Variable does not exist: ${name}`);
      return soqlLiteral(value);
    }
  );
  const sobject = /\bfrom\s+(\w+)/i.exec(bound.replace(/'(?:[^'\\]|\\.)*'/g, "''"))?.[1];
  if (sobject === undefined)
    throw new ApexException('System.QueryException', `unexpected token: ${soql || '<EOF>'}`);
  const of = sobjectClass(machine.program, sobject);
  if (!of) throw new ApexException('System.QueryException', `sObject type '${sobject}' is not supported.`);
  return runQuery(machine, bound, { class: of, args: [] });
};
