import type { FieldType as SelectItem, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { notSimulated } from '../errors.ts';
import { malformed } from './comparisons.ts';
import { resolve } from './paths.ts';
import type { Path, QueryContext } from './paths.ts';
import type { SObject } from './sobjects.ts';

/** A query or a subquery: what both can say. */
export type AnyQuery = Query | Subquery;

/** The path without the name or alias of the sObject in front, as in `u.Name FROM User u`. */
export const ownPath = (query: AnyQuery, path: string[]): string[] => {
  const names = ['sObject' in query ? query.sObject : undefined, query.sObjectAlias];
  const isOwn = names.some((name) => name?.toLowerCase() === path[0].toLowerCase());
  return path.length > 1 && isOwn ? path.slice(1) : path;
};

/** `FIELDS(ALL)` and `FIELDS(CUSTOM)` need a limit (SOQL and SOSL Reference, "FIELDS()"). */
const fieldsFunction = (sobject: SObject, query: AnyQuery, which: unknown): string[][] => {
  const kind = String(which).toUpperCase();
  if (kind !== 'STANDARD' && (query.limit ?? Infinity) > 200)
    throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200');
  return kind === 'CUSTOM' ? [] : [...sobject.fields.keys()].map((field) => [field]);
};

const namesOf = (item: SelectItem, sobject: SObject, query: AnyQuery): string[][] => {
  if ((item.type === 'Field' || item.type === 'FieldRelationship') && 'alias' in item && item.alias)
    throw malformed('only aggregate expressions use field aliasing');
  if (item.type === 'Field') return [[item.field]];
  if (item.type === 'FieldRelationship') return [[...item.relationships, item.field]];
  if (item.type === 'FieldFunctionExpression' && item.functionName.toUpperCase() === 'FIELDS')
    return fieldsFunction(sobject, query, item.parameters[0]);
  if (item.type === 'FieldFunctionExpression')
    throw notSimulated(`SOQL function ${item.rawValue ?? item.functionName} in SELECT`);
  throw notSimulated(item.type === 'FieldSubquery' ? 'SOQL subquery here' : 'SOQL TYPEOF');
};

/**
 * The fields that a query without aggregates selects, subqueries left out.
 * @throws SalesforceError INVALID_FIELD, MALFORMED_QUERY, NOT_SIMULATED
 */
export const selectedPaths = (
  context: QueryContext,
  sobject: SObject,
  query: AnyQuery,
  soql: string
): Path[] =>
  (query.fields ?? [])
    .filter((item) => item.type !== 'FieldSubquery')
    .flatMap((item) => namesOf(item, sobject, query))
    .map((path) => resolve(context, sobject, ownPath(query, path), soql));
