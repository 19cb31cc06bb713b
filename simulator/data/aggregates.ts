import type { FieldType as SelectItem, FunctionExp, Query } from '@jetstreamapp/soql-parser-js';
import type { Row } from '../org.ts';
import { notSimulated } from '../errors.ts';
import { comparable, malformed } from './comparisons.ts';
import type { Column } from './comparisons.ts';
import { whereTest } from './conditions.ts';
import { byColumn, filteredRows, ordered, scopeOf } from './matching.ts';
import type { FieldType } from './description.ts';
import type { QueryContext } from './paths.ts';
import { ownPath } from './selected.ts';
import type { SObject } from './sobjects.ts';

/** Rows that a query groups; columns of groups read from them. */
type Group = { rows: Row[] };

/** A column of a query that groups: its alias, what it shows, and how it is read from a group. */
export type AggregateColumn = Column & { alias: string; display: string; aggregate: boolean };

const functions = ['COUNT', 'COUNT_DISTINCT', 'MIN', 'MAX', 'SUM', 'AVG'];

const isAggregate = (item: SelectItem): boolean =>
  item.type === 'FieldFunctionExpression' && functions.includes(item.functionName.toUpperCase());

/** Whether a query gives groups instead of rows; `COUNT()` alone gives neither. */
export const isGrouped = (query: Query): boolean =>
  query.groupBy !== undefined || (query.fields ?? []).some(isAggregate);

const numeric = (name: string): boolean => name === 'SUM' || name === 'AVG';

/** The data types that each function takes (SOQL and SOSL Reference, "Support for Field Types in Aggregate Functions"). */
const checkType = (name: string, type: FieldType, field: string): void => {
  if (type === 'boolean' || (numeric(name) && type !== 'int'))
    throw malformed(`field ${field} does not support aggregate operator ${name}`);
};

const compute = (name: string, column: Column, rows: Row[]): unknown => {
  const present = rows.filter((row) => (column.read(row) ?? null) !== null);
  if (name === 'COUNT') return present.length;
  if (name === 'COUNT_DISTINCT') return new Set(present.map((row) => comparable(column, row))).size;
  if (present.length === 0) return null;
  const keys = present.map((row) => comparable(column, row) as number);
  const sum = keys.reduce((total, key) => total + key, 0);
  if (name === 'SUM') return sum;
  if (name === 'AVG') return sum / keys.length;
  const best = present.reduce((kept, row) => {
    const [a, b] = [comparable(column, kept) as number, comparable(column, row) as number];
    return (name === 'MIN' ? b < a : b > a) ? row : kept;
  });
  return column.read(best);
};

/** The clauses of a query that groups. @throws SalesforceError MALFORMED_QUERY, INVALID_FIELD, NOT_SIMULATED */
const prepare = (context: QueryContext, sobject: SObject, query: Query, soql: string) => {
  const scope = scopeOf(context, sobject, query, soql);
  const key = (path: string): string => ownPath(query, path.split('.')).join('.').toLowerCase();
  const grouped = [query.groupBy ?? []].flat().map((clause) => {
    if (!('field' in clause)) throw notSimulated(`SOQL GROUP BY ${clause.fn.rawValue ?? ''}`);
    return { key: key(clause.field), column: scope.column(clause.field) };
  });

  const aggregate = (fn: FunctionExp): Column => {
    const name = (fn.functionName ?? '').toUpperCase();
    const [field] = fn.parameters ?? [];
    if (!functions.includes(name) || typeof field !== 'string')
      throw notSimulated(`SOQL function ${fn.rawValue ?? name} here`);
    const column = scope.column(field);
    checkType(name, column.type, field);
    const type = name === 'MIN' || name === 'MAX' ? column.type : 'int';
    return { type, read: (group) => compute(name, column, (group as Group).rows) };
  };

  const field = (path: string, complaint: string): Column => {
    const { type, read } = scope.column(path);
    if (!grouped.some((one) => one.key === key(path)))
      throw malformed(`${complaint} must be grouped or aggregated: ${path}`);
    return { type, read: (group) => read((group as Group).rows[0]) };
  };

  return { scope, grouped, aggregate, field };
};

/** What a query that groups selects, in order; columns without an alias are called after their field or `expr0`, `expr1`. */
export const aggregateColumns = (
  context: QueryContext,
  sobject: SObject,
  query: Query,
  soql: string
): AggregateColumn[] => {
  const { aggregate, field, scope } = prepare(context, sobject, query, soql);
  let unnamed = 0;
  const columns = (query.fields ?? []).map((item): AggregateColumn => {
    if (item.type === 'FieldFunctionExpression') {
      const column = aggregate(item);
      const alias = item.alias ?? `expr${unnamed++}`;
      return { ...column, alias, display: item.rawValue ?? alias, aggregate: true };
    }
    if (item.type !== 'Field' && item.type !== 'FieldRelationship')
      throw notSimulated('SOQL subquery in a query that groups');
    const path = item.type === 'Field' ? item.field : [...item.relationships, item.field].join('.');
    const { field: spelt } = scope.column(path) as Column & { field: string };
    const alias = 'alias' in item ? item.alias : undefined;
    return { ...field(path, 'Field'), alias: alias ?? spelt, display: path, aggregate: false };
  });
  columns.forEach(({ alias }, index) => {
    if (columns.findIndex((other) => other.alias.toLowerCase() === alias.toLowerCase()) !== index)
      throw malformed(`duplicate alias: ${alias}`);
  });
  return columns;
};

/**
 * Runs a query with aggregate functions or GROUP BY (SOQL and SOSL Reference, "GROUP BY", "HAVING"). Without GROUP BY
 * all rows are one group, even if there are none.
 * @throws SalesforceError
 */
export const aggregateRecords = (
  context: QueryContext,
  sobject: SObject,
  query: Query,
  soql: string
): Record<string, unknown>[] => {
  const { scope, grouped, aggregate, field } = prepare(context, sobject, query, soql);
  const columns = aggregateColumns(context, sobject, query, soql);
  if (query.groupBy === undefined && query.limit !== undefined)
    throw malformed('Non-grouped query that uses overall aggregate functions cannot also use LIMIT');
  const groups = new Map<string, Group>(query.groupBy === undefined ? [['[]', { rows: [] }]] : []);
  for (const row of filteredRows(context, sobject, query, soql)) {
    const key = JSON.stringify(grouped.map(({ column }) => comparable(column, row)));
    const group = groups.get(key) ?? { rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const having = whereTest({ ...scope, aggregate, column: (path) => field(path, 'Field') }, query.having);
  const orders = [query.orderBy ?? []].flat().map((order) => {
    const column = 'field' in order ? field(order.field, 'Ordered field') : aggregate(order.fn);
    return byColumn(column, order);
  });
  return ordered([...groups.values()].filter(having), orders, query).map((group) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(columns.map(({ alias, read }) => [alias, read(group) ?? null])),
  }));
};
