import type { Subquery } from '@jetstreamapp/soql-parser-js';
import type { Row } from '../org.ts';
import { notSimulated, SalesforceError } from '../errors.ts';
import { matchingRows } from './matching.ts';
import { place, sobjectOf } from './paths.ts';
import type { Path, QueryContext } from './paths.ts';
import { selectedPaths } from './selected.ts';
import type { AnyQuery } from './selected.ts';
import { findParent } from './sobjects.ts';
import type { SObject } from './sobjects.ts';

/** A subquery of SELECT: the relationship as it is spelt, and the children that it leads to. */
export type Children = { relationship: string; field: string; selection: Selection };

/** What a query without aggregates selects. */
export type Selection = { sobject: SObject; query: AnyQuery; paths: Path[]; children: Children[] };

const childrenOf = (context: QueryContext, parent: SObject, query: Subquery, soql: string): Children => {
  const wanted = query.relationshipName.toLowerCase();
  const relationship = Object.keys(parent.children).find((name) => name.toLowerCase() === wanted);
  if (relationship === undefined) {
    throw new SalesforceError(
      400,
      'INVALID_TYPE',
      `${place(soql, query.relationshipName)}Didn't understand relationship '${query.relationshipName}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
    );
  }
  const { sobject: name, field } = parent.children[relationship];
  const sobject = sobjectOf(context, name, soql);
  return { relationship, field, selection: select(context, sobject, query, soql) };
};

/**
 * What a query without aggregates selects: fields, and children by one level of subqueries.
 * @throws SalesforceError INVALID_FIELD, INVALID_TYPE, MALFORMED_QUERY, NOT_SIMULATED
 */
export const select = (context: QueryContext, sobject: SObject, query: AnyQuery, soql: string): Selection => {
  const subqueries = (query.fields ?? []).flatMap((item) =>
    item.type === 'FieldSubquery' ? item.subquery : []
  );
  if (subqueries.length > 0 && 'relationshipName' in query) throw notSimulated('SOQL subquery of a subquery');
  return {
    sobject,
    query,
    paths: selectedPaths(context, sobject, query, soql),
    children: subqueries.map((subquery) => childrenOf(context, sobject, subquery, soql)),
  };
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

/** The records that a selection finds; children as a result of their own, null where there are none. */
export const selectRecords = (
  context: QueryContext,
  { sobject, query, paths, children }: Selection,
  soql: string,
  fits?: (row: Record<string, unknown>) => boolean
): Record<string, unknown>[] =>
  matchingRows(context, sobject, query, soql, fits).map((row) => {
    const record = recordOf(context, sobject, row, paths);
    for (const { relationship, field, selection } of children) {
      const records = selectRecords(context, selection, soql, (child) => child[field] === row.Id);
      record[relationship] = records.length === 0 ? null : { totalSize: records.length, done: true, records };
    }
    return record;
  });
