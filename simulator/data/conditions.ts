import type {
  Condition,
  ConditionWithValueQuery,
  Query,
  ValueCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { notSimulated, SalesforceError } from '../errors.ts';
import { longId } from '../tables.ts';
import type { FieldType } from './sobjects.ts';

export type Column = { type: FieldType; read: (row: Record<string, unknown>) => unknown };

export type Scope = {
  /** A column by its path. @throws SalesforceError INVALID_FIELD */
  column: (path: string) => Column;
  /** Ids and texts that a semi-join gives. */
  subquery: (query: Query) => unknown[];
};

type Test = (row: Record<string, unknown>) => boolean;
type Token = Test | 'AND' | 'OR' | 'NOT' | '(' | ')';

const malformed = (message: string): SalesforceError => new SalesforceError(400, 'MALFORMED_QUERY', message);

const unescape = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(/\\(.)/gs, (_, c: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[c] ?? c);

const literalValue = (path: string, type: FieldType, literal: string, literalType: unknown): unknown => {
  if (literalType === 'NULL') return null;
  const quoted = literalType === 'STRING';
  if (quoted !== (type === 'string' || type === 'id' || type === 'reference')) {
    const not = quoted ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
    throw new SalesforceError(
      400,
      'INVALID_FIELD',
      `value of filter criterion for field '${path}' must be of type ${type} and ${not}`
    );
  }
  if (type === 'boolean') return literal.toUpperCase() === 'TRUE';
  if (type === 'int') return Number(literal);
  if (type === 'datetime') {
    if (literalType !== 'DATETIME') throw notSimulated(`SOQL literal ${literal}`);
    return Date.parse(literal);
  }
  const text = unescape(literal);
  if (type === 'string') return text.toLowerCase();
  if (!/^(\w{15}|\w{18})$/.test(text)) {
    throw new SalesforceError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  }
  return text.length === 15 ? longId(text) : text;
};

const comparable = ({ type, read }: Column, row: Record<string, unknown>): unknown => {
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

const like = (column: Column, literal: string, literalType: unknown): Test => {
  if (column.type !== 'string' || literalType !== 'STRING') throw malformed('invalid operator on id field');
  const pattern = likePattern(literal);
  return (row) => {
    const value = comparable(column, row);
    return value !== null && pattern.test(String(value));
  };
};

const compare = (column: Column, operator: string, expected: unknown): Test => {
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

const condition = (scope: Scope, left: ConditionWithValueQuery): Test => {
  if (!('field' in left)) throw notSimulated('SOQL functions in WHERE');
  const column = scope.column(left.field);
  const operator = left.operator.toUpperCase();
  if (operator === 'IN' || operator === 'NOT IN') {
    const wanted = new Set(operands(scope, column, left));
    return (row) => wanted.has(comparable(column, row)) === (operator === 'IN');
  }
  const { value, literalType } = left as ValueCondition;
  if (Array.isArray(value)) throw malformed(`unexpected token: ${operator}`);
  if (operator === 'LIKE') return like(column, value, literalType);
  return compare(column, operator, literalValue(left.field, column.type, value, literalType));
};

const operands = (scope: Scope, column: Column, left: ConditionWithValueQuery): unknown[] => {
  if ('valueQuery' in left) return scope.subquery(left.valueQuery);
  const { field, value, literalType } = left as ValueCondition;
  if (!Array.isArray(value)) throw malformed(`unexpected token: ${value}`);
  const typeOf = (i: number): unknown => (Array.isArray(literalType) ? literalType[i] : literalType);
  return value.map((literal, i) => literalValue(field, column.type, literal, typeOf(i)));
};

const tokens = (scope: Scope, where: WhereClause | undefined): Token[] => {
  if (where === undefined) return [];
  const left = where.left as (Condition & { openParen?: number; closeParen?: number }) | null;
  const open = Array<Token>(left?.openParen ?? 0).fill('(');
  const close = Array<Token>(left?.closeParen ?? 0).fill(')');
  const test: Token[] = left !== null && 'operator' in left ? [condition(scope, left)] : [];
  const operator: Token[] = 'operator' in where ? [where.operator] : [];
  return [
    ...open,
    ...test,
    ...close,
    ...operator,
    ...tokens(scope, 'right' in where ? where.right : undefined),
  ];
};

/**
 * The WHERE clause of a query as a test of a row. SOQL and SOSL Reference, "Condition Expression Syntax": texts are
 * compared without regard to case, and AND with OR on one level needs parentheses.
 * @throws SalesforceError MALFORMED_QUERY, INVALID_FIELD, INVALID_QUERY_FILTER_OPERATOR, NOT_SIMULATED
 */
export const whereTest = (scope: Scope, where: WhereClause | undefined): Test => {
  const rest = tokens(scope, where);
  if (rest.length === 0) return () => true;
  const operand = (): Test => {
    const token = rest.shift();
    if (token === 'NOT') {
      const test = operand();
      return (row) => !test(row);
    }
    if (token === '(') {
      const test = group();
      if (rest.shift() !== ')') throw malformed('mismatched parentheses');
      return test;
    }
    if (typeof token !== 'function') throw malformed(`unexpected token: ${token ?? '<EOF>'}`);
    return token;
  };
  const group = (): Test => {
    const tests = [operand()];
    const operator = rest[0];
    while (rest[0] === 'AND' || rest[0] === 'OR') {
      if (rest.shift() !== operator)
        throw malformed(`unexpected token: ${operator === 'AND' ? 'OR' : 'AND'}`);
      tests.push(operand());
    }
    return operator === 'OR' ? (row) => tests.some((t) => t(row)) : (row) => tests.every((t) => t(row));
  };
  return group();
};
