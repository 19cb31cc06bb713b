import type {
  Condition,
  ConditionWithValueQuery,
  FunctionExp,
  HavingClause,
  Query,
  ValueCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { notSimulated } from '../errors.ts';
import { comparable, compare, inSpan, like, literalValue, malformed } from './comparisons.ts';
import type { Column, Test } from './comparisons.ts';
import type { Span } from './dates.ts';

export type Scope = {
  /** A column by its path. @throws SalesforceError INVALID_FIELD */
  column: (path: string) => Column;
  /** What stands for a function, if there may be one. */
  aggregate?: (fn: FunctionExp) => Column;
  /** Ids and texts that a semi-join gives. */
  subquery: (query: Query) => unknown[];
  /** The span of a date literal, if it is known. */
  span: (literal: string) => Span | undefined;
};

type Token = Test | 'AND' | 'OR' | 'NOT' | '(' | ')';

const spanTest = (scope: Scope, column: Column, operator: string, literal: string): Test => {
  const span = scope.span(literal);
  if (span === undefined) throw notSimulated(`SOQL date literal ${literal}`);
  return inSpan(column, operator, span);
};

const columnOf = (scope: Scope, left: Extract<ConditionWithValueQuery, { operator: unknown }>): Column => {
  if ('field' in left) return scope.column(left.field);
  if (scope.aggregate === undefined) throw notSimulated(`SOQL function ${left.fn.rawValue ?? ''} in WHERE`);
  return scope.aggregate(left.fn);
};

const condition = (scope: Scope, left: Extract<ConditionWithValueQuery, { operator: unknown }>): Test => {
  const column = columnOf(scope, left);
  const name = 'field' in left ? left.field : (left.fn.rawValue ?? '');
  const operator = left.operator.toUpperCase();
  if (operator === 'IN' || operator === 'NOT IN') {
    const wanted = new Set(operands(scope, column, name, left));
    return (row) => wanted.has(comparable(column, row)) === (operator === 'IN');
  }
  const { value, literalType } = left as ValueCondition;
  if (Array.isArray(value)) throw malformed(`unexpected token: ${operator}`);
  if (operator === 'LIKE') return like(column, value, literalType);
  if (column.type === 'datetime' && /^DATE_(N_)?LITERAL$/.test(String(literalType)))
    return spanTest(scope, column, operator, value);
  return compare(column, operator, literalValue(name, column.type, value, literalType));
};

const operands = (scope: Scope, column: Column, name: string, left: ConditionWithValueQuery): unknown[] => {
  if ('valueQuery' in left) return scope.subquery(left.valueQuery);
  const { value, literalType } = left as ValueCondition;
  if (!Array.isArray(value)) throw malformed(`unexpected token: ${value}`);
  const typeOf = (i: number): unknown => (Array.isArray(literalType) ? literalType[i] : literalType);
  return value.map((literal, i) => literalValue(name, column.type, literal, typeOf(i)));
};

const tokens = (scope: Scope, where: WhereClause | HavingClause | undefined): Token[] => {
  const found: Token[] = [];
  for (let clause = where; clause !== undefined; clause = 'right' in clause ? clause.right : undefined) {
    const left = clause.left as (Condition & { openParen?: number; closeParen?: number }) | null;
    found.push(...Array<Token>(left?.openParen ?? 0).fill('('));
    if (left !== null && 'operator' in left) found.push(condition(scope, left));
    found.push(...Array<Token>(left?.closeParen ?? 0).fill(')'));
    if ('operator' in clause) found.push(clause.operator);
  }
  return found;
};

/**
 * The WHERE or HAVING clause of a query as a test of a row. SOQL and SOSL Reference, "Condition Expression Syntax": texts are
 * compared without regard to case, and AND with OR on one level needs parentheses.
 * @throws SalesforceError MALFORMED_QUERY, INVALID_FIELD, INVALID_QUERY_FILTER_OPERATOR, NOT_SIMULATED
 */
export const whereTest = (scope: Scope, where: WhereClause | HavingClause | undefined): Test => {
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
