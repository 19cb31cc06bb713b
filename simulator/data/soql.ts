import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { Query } from '@jetstreamapp/soql-parser-js';
import { notSimulated } from '../errors.ts';
import { aggregateColumns, aggregateRecords, isGrouped } from './aggregates.ts';
import type { AggregateColumn } from './aggregates.ts';
import { malformed } from './comparisons.ts';
import { matchingRows } from './matching.ts';
import { placeAt, sobjectOf } from './paths.ts';
import type { QueryContext } from './paths.ts';
import { select, selectRecords } from './selection.ts';
import type { Selection } from './selection.ts';
import type { SObject } from './sobjects.ts';

export type QueryResult = { totalSize: number; done: true; records: Record<string, unknown>[] };

/** SOQL and SOSL Reference, "SOQL Limits". */
const longestQuery = 100_000;

/** What Salesforce says to a query that can't be read: of a character, or of a token, whose place the parser keeps to itself. */
const complaint = (soql: string, { message }: Error): string => {
  const [isCharacter, character, offset] =
    /unexpected character: ->(.)<- at offset: (\d+)/s.exec(message) ?? [];
  if (isCharacter !== undefined) {
    const text = character === "'" ? '<EOF>' : character;
    return `${placeAt(soql, Number(offset))}line 1:${offset} no viable alternative at character '${text}'`;
  }
  const found = /but found(?:: '?| --> ')(.*?)'?(?: <--)?$/s.exec(message)?.[1].trim() ?? '';
  if (found === ':') return 'Bind variables only allowed in Apex code';
  const at = found === '' ? soql.length : Math.max(soql.indexOf(found), 0);
  return `${placeAt(soql, at)}unexpected token: '${found || '<EOF>'}'`;
};

const parse = (soql: string): Query => {
  if (soql.length > longestQuery)
    throw malformed(`SOQL statements cannot be longer than ${longestQuery} characters.`);
  try {
    return parseQuery(soql);
  } catch (error) {
    throw malformed(complaint(soql, error as Error));
  }
};

const unsupported = ['usingScope', 'withDataCategory', 'update', 'for'] as const;

const isCount = ({ fields = [], groupBy }: Query): boolean => {
  const [item, ...others] = fields;
  return (
    others.length === 0 &&
    groupBy === undefined &&
    item?.type === 'FieldFunctionExpression' &&
    item.functionName.toUpperCase() === 'COUNT' &&
    item.parameters.length === 0
  );
};

const prepare = (context: QueryContext, soql: string): { query: Query; sobject: SObject } => {
  const query = parse(soql);
  const clause = unsupported.find((name) => query[name] !== undefined);
  if (clause) throw notSimulated(`SOQL clause ${clause}`);
  const sobject = sobjectOf(context, query.sObject ?? '', soql);
  sobject.check?.(query);
  return { query, sobject };
};

/**
 * Runs a SOQL query. SOQL and SOSL Reference; REST API Developer Guide, "Query".
 * @throws SalesforceError MALFORMED_QUERY, INVALID_TYPE, INVALID_FIELD, and NOT_SIMULATED for what is beyond this engine
 */
export const query = (context: QueryContext, soql: string): QueryResult => {
  const { query: parsed, sobject } = prepare(context, soql);
  if (isCount(parsed))
    return { totalSize: matchingRows(context, sobject, parsed, soql).length, done: true, records: [] };
  const found = isGrouped(parsed)
    ? aggregateRecords(context, sobject, parsed, soql)
    : selectRecords(context, select(context, sobject, parsed, soql), soql);
  const records = found.slice(0, sobject.most);
  return { totalSize: records.length, done: true, records };
};

/** What a query selects, as `columns=true` asks for it; nothing for `COUNT()`. @throws SalesforceError */
export const columns = (
  context: QueryContext,
  soql: string
): { sobject: SObject; groupBy: boolean; selection?: Selection; aggregates?: AggregateColumn[] } => {
  const { query: parsed, sobject } = prepare(context, soql);
  const groupBy = parsed.groupBy !== undefined;
  if (isCount(parsed)) return { sobject, groupBy };
  return isGrouped(parsed)
    ? { sobject, groupBy, aggregates: aggregateColumns(context, sobject, parsed, soql) }
    : { sobject, groupBy, selection: select(context, sobject, parsed, soql) };
};
