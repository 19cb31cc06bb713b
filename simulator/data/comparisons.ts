import { notSimulated, SalesforceError } from '../errors.ts';
import { longId } from '../tables.ts';
import type { Span } from './dates.ts';
import type { FieldType } from './description.ts';

export type Column = { type: FieldType; read: (row: Record<string, unknown>) => unknown };

/** Whether a row fits. */
export type Test = (row: Record<string, unknown>) => boolean;

/** A query that breaks the grammar or its rules. */
export const malformed = (message: string): SalesforceError =>
  new SalesforceError(400, 'MALFORMED_QUERY', message);

const unescape = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(/\\(.)/gs, (_, c: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[c] ?? c);

/** What a literal of a query stands for, in the form in which `comparable` gives values. @throws SalesforceError */
export const literalValue = (
  path: string,
  type: FieldType,
  literal: string,
  literalType: unknown
): unknown => {
  if (literalType === 'NULL') return null;
  const quoted = literalType === 'STRING';
  const text = type === 'string' || type === 'id' || type === 'reference';
  const fits: Partial<Record<FieldType, unknown[]>> = {
    boolean: ['BOOLEAN'],
    int: ['INTEGER', 'DECIMAL'],
    datetime: ['DATETIME'],
  };
  if (text ? !quoted : !fits[type]?.includes(literalType)) {
    const not = text ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
    throw new SalesforceError(
      400,
      'INVALID_FIELD',
      `value of filter criterion for field '${path}' must be of type ${type === 'datetime' ? 'dateTime' : type} and ${not}`
    );
  }
  if (type === 'boolean') return literal.toUpperCase() === 'TRUE';
  if (type === 'int') return Number(literal);
  if (type === 'datetime') return Date.parse(literal);
  const content = unescape(literal);
  if (type === 'string') return content.toLowerCase();
  if (!/^(\w{15}|\w{18})$/.test(content)) {
    throw new SalesforceError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${content}`);
  }
  return content.length === 15 ? longId(content) : content;
};

/** The value of a column in a form that can be compared: texts have no case. */
export const comparable = ({ type, read }: Column, row: Record<string, unknown>): unknown => {
  const value = read(row) ?? null;
  if (value === null) return null;
  if (type === 'datetime') return Date.parse(String(value));
  return type === 'string' ? String(value).toLowerCase() : value;
};

const asRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** SOQL and SOSL Reference, "LIKE": `%` and `_` are wildcards unless a backslash is in front of them. */
const likePattern = (literal: string): RegExp => {
  const pattern = literal.slice(1, -1).replace(/\\[_%]|[%_]|(?:\\[^_%]|[^\\_%])+/gs, (part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return asRegExp(/^\\[_%]$/.test(part) ? part.slice(1) : unescape(`'${part}'`));
  });
  return new RegExp(`^${pattern}$`, 'is');
};

/** `LIKE`. @throws SalesforceError MALFORMED_QUERY for columns that hold no text */
export const like = (column: Column, literal: string, literalType: unknown): Test => {
  if (column.type !== 'string' || literalType !== 'STRING')
    throw malformed(`invalid operator on ${column.type === 'reference' ? 'id' : column.type} field`);
  const pattern = likePattern(literal);
  return (row) => {
    const value = comparable(column, row);
    return value !== null && pattern.test(String(value));
  };
};

/** A comparison with a value. @throws SalesforceError NOT_SIMULATED */
export const compare = (column: Column, operator: string, expected: unknown): Test => {
  const less = (a: unknown, b: unknown): boolean => a !== null && b !== null && (a as number) < (b as number);
  const tests: Record<string, Test> = {
    '=': (row) => comparable(column, row) === expected,
    '!=': (row) => comparable(column, row) !== expected,
    '<': (row) => less(comparable(column, row), expected),
    '>': (row) => less(expected, comparable(column, row)),
    '<=': (row) => !less(expected, comparable(column, row)) && comparable(column, row) !== null,
    '>=': (row) => !less(comparable(column, row), expected) && comparable(column, row) !== null,
  };
  const test = tests[operator];
  if (test === undefined) throw notSimulated(`SOQL operator ${operator}`);
  return test;
};

/** A comparison with a span of time: `= TODAY` holds all day. @throws SalesforceError NOT_SIMULATED */
export const inSpan = (column: Column, operator: string, { start, end }: Span): Test => {
  const tests: Record<string, (at: number) => boolean> = {
    '=': (at) => at >= start && at < end,
    '!=': (at) => at < start || at >= end,
    '<': (at) => at < start,
    '>': (at) => at >= end,
    '<=': (at) => at < end,
    '>=': (at) => at >= start,
  };
  const test = tests[operator];
  if (test === undefined) throw notSimulated(`SOQL operator ${operator} with a date literal`);
  return (row) => {
    const at = comparable(column, row);
    return at === null ? operator === '!=' : test(Number(at));
  };
};
