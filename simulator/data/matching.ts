import type { OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import type { Row } from '../org.ts';
import { notSimulated, SalesforceError } from '../errors.ts';
import { malformed } from './comparisons.ts';
import type { Column, Test } from './comparisons.ts';
import { whereTest } from './conditions.ts';
import type { Scope } from './conditions.ts';
import { dateSpan } from './dates.ts';
import { resolve, sobjectOf } from './paths.ts';
import type { QueryContext } from './paths.ts';
import { ownPath, selectedPaths } from './selected.ts';
import type { AnyQuery } from './selected.ts';
import { visibleRows } from './sobjects.ts';
import type { SObject } from './sobjects.ts';

const largestOffset = 2000;

/** One level of semi-join: the one column that it selects. */
const joined = (context: QueryContext, query: Query, soql: string): unknown[] => {
  const sobject = sobjectOf(context, query.sObject ?? '', soql);
  const [path, ...others] = selectedPaths(context, sobject, query, soql);
  if (path === undefined || others.length > 0) throw malformed('semi join must select one field');
  const { read } = resolve(context, sobject, [...path.relationships, path.field], soql);
  return matchingRows(context, sobject, query, soql).map(read);
};

/** What conditions of a query refer to. */
export const scopeOf = (
  context: QueryContext,
  sobject: SObject,
  query: AnyQuery,
  soql: string
): Scope & { column: (path: string) => Column } => {
  const { org, userId } = context;
  const zone = String(org.tables.get('User')?.get(userId)?.TimeZoneSidKey ?? 'GMT');
  return {
    column: (path) => resolve(context, sobject, ownPath(query, path.split('.')), soql),
    subquery: (inner) => joined(context, inner, soql),
    span: (literal) => dateSpan(literal, org.settings.now(), zone),
  };
};

/** Compares two rows by a column as ORDER BY asks for. SOQL and SOSL Reference, "ORDER BY": nulls come first by default. */
export const byColumn = ({ read }: Column, { order, nulls }: OrderByClause) => {
  const sign = order === 'DESC' ? -1 : 1;
  const ofNull = nulls === 'LAST' ? 1 : -1;
  const key = (value: unknown): string | number =>
    typeof value === 'number' ? value : String(value).toLowerCase();
  return (a: Record<string, unknown>, b: Record<string, unknown>): number => {
    const [left, right] = [read(a) ?? null, read(b) ?? null];
    if (left === null || right === null) return left === right ? 0 : left === null ? ofNull : -ofNull;
    return sign * (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0);
  };
};

/** Rows in the order of several comparisons, then without those before OFFSET and behind LIMIT. */
export const ordered = <T extends Record<string, unknown>>(
  found: T[],
  orders: ((a: T, b: T) => number)[],
  { limit = Infinity, offset = 0 }: AnyQuery
): T[] => {
  if (offset > largestOffset) {
    throw new SalesforceError(
      400,
      'NUMBER_OUTSIDE_VALID_RANGE',
      `Maximum SOQL offset allowed is ${largestOffset}`
    );
  }
  const sorted = found.toSorted((a, b) => orders.reduce((result, order) => result || order(a, b), 0));
  return sorted.slice(offset, offset + limit);
};

/** The rows of an sObject that fit the WHERE clause. @throws SalesforceError */
export const filteredRows = (
  context: QueryContext,
  sobject: SObject,
  query: AnyQuery,
  soql: string
): Row[] => {
  const test: Test = whereTest(scopeOf(context, sobject, query, soql), query.where);
  return visibleRows(context, sobject).filter(test);
};

/** The rows of an sObject that a query without aggregates finds. @throws SalesforceError */
export const matchingRows = (
  context: QueryContext,
  sobject: SObject,
  query: AnyQuery,
  soql: string,
  fits: Test = () => true
): Row[] => {
  const { column } = scopeOf(context, sobject, query, soql);
  const orders = [query.orderBy ?? []].flat().map((order) => {
    if (!('field' in order)) throw notSimulated(`SOQL function ${order.fn.rawValue ?? ''} in ORDER BY`);
    return byColumn(column(order.field), order);
  });
  return ordered(filteredRows(context, sobject, query, soql).filter(fits), orders, query);
};
