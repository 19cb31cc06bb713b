import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { FieldType as SelectItem, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import type { Row } from '../org.ts';
import { notSimulated, SalesforceError } from '../errors.ts';
import { whereTest } from './conditions.ts';
import { place, resolve, sobjectOf } from './paths.ts';
import type { Path, QueryContext } from './paths.ts';
import { findParent, visibleRows } from './sobjects.ts';
import type { SObject } from './sobjects.ts';

export type QueryResult = { totalSize: number; done: true; records: Record<string, unknown>[] };

type Prepared = { query: Query; sobject: SObject; paths: Path[]; count: boolean };

const parse = (soql: string): Query => {
  try {
    return parseQuery(soql);
  } catch (error) {
    const found = /but found: '?-*>?\s*'?([^'<]*)|but found --> '([^']*)'/.exec((error as Error).message);
    const token = found?.[1] || found?.[2] || '<EOF>';
    throw new SalesforceError(
      400,
      'MALFORMED_QUERY',
      `${place(soql, '')}unexpected token: '${token.trim()}'`
    );
  }
};

const unsupported = ['groupBy', 'having', 'usingScope', 'withDataCategory', 'update', 'for'] as const;

const selectedNames = (item: SelectItem, sobject: SObject, query: Query): string[][] => {
  if (item.type === 'Field') return [[item.field]];
  if (item.type === 'FieldRelationship') {
    const [first, ...others] = item.relationships;
    const ownName = [query.sObject, query.sObjectAlias].some(
      (name) => name?.toLowerCase() === first.toLowerCase()
    );
    return [ownName ? [...others, item.field] : [...item.relationships, item.field]];
  }
  if (item.type === 'FieldFunctionExpression' && item.functionName.toUpperCase() === 'FIELDS') {
    if ((query.limit ?? Infinity) > 200) {
      throw new SalesforceError(
        400,
        'MALFORMED_QUERY',
        'The SOQL FIELDS function must have a LIMIT of at most 200'
      );
    }
    return [...sobject.fields.keys()].map((field) => [field]);
  }
  throw notSimulated(item.type === 'FieldSubquery' ? 'SOQL subquery in SELECT' : 'SOQL function in SELECT');
};

/** The path without the name or alias of the sObject in front, as in `u.Name FROM User u`. */
const own = (query: Query, path: string[]): string[] => {
  const names = [query.sObject, query.sObjectAlias].map((name) => name?.toLowerCase());
  return path.length > 1 && names.includes(path[0].toLowerCase()) ? path.slice(1) : path;
};

const isCount = (query: Query): boolean => {
  const [item, ...others] = query.fields ?? [];
  return (
    others.length === 0 &&
    item.type === 'FieldFunctionExpression' &&
    item.functionName === 'COUNT' &&
    item.parameters.length === 0
  );
};

const prepare = (context: QueryContext, query: Query, soql: string): Prepared => {
  const clause = unsupported.find((name) => query[name] !== undefined);
  if (clause) throw notSimulated(`SOQL clause ${clause}`);
  const sobject = sobjectOf(context, query.sObject ?? '', soql);
  const count = isCount(query);
  const names = count ? [] : (query.fields ?? []).flatMap((item) => selectedNames(item, sobject, query));
  return {
    query,
    sobject,
    count,
    paths: names.map((path) => resolve(context, sobject, own(query, path), soql)),
  };
};

const matching = (context: QueryContext, prepared: Prepared, soql: string): Row[] => {
  const { query, sobject } = prepared;
  const test = whereTest(
    {
      column: (path) => resolve(context, sobject, own(prepared.query, path.split('.')), soql),
      subquery: (inner) => joined(context, inner, soql),
    },
    query.where
  );
  const found = visibleRows(context.org, sobject, context.userId).filter(test);
  const orders = [query.orderBy ?? []].flat().map((order) => sorter(context, prepared, order, soql));
  found.sort((a, b) => orders.reduce((result, order) => result || order(a, b), 0));
  return found.slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? Infinity));
};

const sorter = (context: QueryContext, { query, sobject }: Prepared, order: OrderByClause, soql: string) => {
  if (!('field' in order)) throw notSimulated('SOQL function in ORDER BY');
  const { read } = resolve(context, sobject, own(query, order.field.split('.')), soql);
  const sign = order.order === 'DESC' ? -1 : 1;
  const nulls = order.nulls === 'LAST' ? 1 : -1;
  const key = (value: unknown): string | number =>
    typeof value === 'number' ? value : String(value).toLowerCase();
  return (a: Row, b: Row): number => {
    const [left, right] = [read(a) ?? null, read(b) ?? null];
    if (left === null || right === null) return left === right ? 0 : left === null ? nulls : -nulls;
    return sign * (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0);
  };
};

/** One level of semi-join: the one column that it selects. */
const joined = (context: QueryContext, query: Query, soql: string): unknown[] => {
  const prepared = prepare(context, query, soql);
  const [path] = prepared.paths;
  if (prepared.paths.length !== 1)
    throw new SalesforceError(400, 'MALFORMED_QUERY', 'semi join must select one field');
  const { read } = resolve(context, prepared.sobject, [...path.relationships, path.field], soql);
  return matching(context, prepared, soql).map(read);
};

const attributesOf = (context: QueryContext, sobject: SObject, row: Row): Record<string, string> => {
  const root = `/services/data/v${context.apiVersion}${context.api === 'tooling' ? '/tooling' : ''}`;
  return { type: sobject.name, url: `${root}/sobjects/${sobject.name}/${row.Id}` };
};

/** A row as the API writes it: the selected fields, parents nested, `attributes` in front. */
const recordOf = (
  context: QueryContext,
  sobject: SObject,
  row: Row,
  paths: Path[]
): Record<string, unknown> => {
  const record: Record<string, unknown> = { attributes: attributesOf(context, sobject, row) };
  for (const path of paths) {
    const [relationship] = path.relationships;
    if (relationship === undefined) record[path.field] = row[path.field] ?? null;
    else if (!(relationship in record)) {
      const parent = findParent(sobject, relationship);
      const parentRow = context.org.tables
        .get(parent?.target.name ?? '')
        ?.get(String(row[`${relationship}Id`]));
      const inner = paths
        .filter((other) => other.relationships[0] === relationship)
        .map((other) => ({ relationships: other.relationships.slice(1), field: other.field }));
      record[relationship] =
        parent === undefined || parentRow === undefined
          ? null
          : recordOf(context, parent.target, parentRow, inner);
    }
  }
  return record;
};

/**
 * Runs a SOQL query. SOQL and SOSL Reference; REST API Developer Guide, "Query".
 * @throws SalesforceError MALFORMED_QUERY, INVALID_TYPE, INVALID_FIELD, and NOT_SIMULATED for what is beyond this engine
 */
export const query = (context: QueryContext, soql: string): QueryResult => {
  const prepared = prepare(context, parse(soql), soql);
  const found = matching(context, prepared, soql);
  const records = prepared.count
    ? []
    : found.map((row) => recordOf(context, prepared.sobject, row, prepared.paths));
  return { totalSize: found.length, done: true, records };
};

/** The columns of a query, as `columns=true` asks for them: name, type, and those of parents below. */
export const columns = (context: QueryContext, soql: string): { sobject: SObject; paths: Path[] } =>
  prepare(context, parse(soql), soql);
