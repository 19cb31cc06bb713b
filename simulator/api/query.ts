import { columns, query } from '../data/soql.ts';
import { notSimulated, SalesforceError } from '../errors.ts';
import { json } from './http.ts';
import type { Answer } from './http.ts';
import type { Org } from '../org.ts';
import { keyPrefixes, newId } from '../tables.ts';
import { aggregatedColumns, selectionColumns } from './columns.ts';
import type { Call } from './rest.ts';

type Cursor = { userId: string; records: Record<string, unknown>[] };

/** A user has ten cursors; the oldest makes room for a new one (SOQL and SOSL Reference, "SOQL Limits"). */
const mostCursors = 10;

/** Results that came in several batches, by locator. */
const cursors = new WeakMap<Org, Map<string, Cursor>>();

/** REST API Developer Guide, "Query Options Header": 200 to 2,000 records, and 2,000 without the header. */
const batchSize = ({ request }: Call): number => {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(request.headers['sforce-query-options'] ?? '')?.[1];
  return asked === undefined ? 2000 : Math.min(Math.max(Number(asked), 200), 2000);
};

const batchFrom = (call: Call, id: string, { records }: Cursor, start: number): Answer => {
  const end = start + batchSize(call);
  const done = end >= records.length;
  const root = `/services/data/v${call.apiVersion}${call.api === 'tooling' ? '/tooling' : ''}`;
  return json(200, {
    totalSize: records.length,
    done,
    ...(done ? {} : { nextRecordsUrl: `${root}/query/${id}-${end}` }),
    records: records.slice(start, end),
  });
};

const keep = (org: Org, cursor: Cursor): string => {
  const open = cursors.get(org) ?? new Map<string, Cursor>();
  cursors.set(org, open);
  const mine = [...open].filter(([, { userId }]) => userId === cursor.userId);
  if (mine.length >= mostCursors) open.delete(mine[0][0]);
  const id = newId(org, 'QueryLocator');
  open.set(id, cursor);
  return id;
};

const columnsOf = (call: Call, soql: string): Answer => {
  const { sobject, groupBy, selection, aggregates } = columns(call, soql);
  return json(200, {
    columnMetadata: selection ? selectionColumns(selection) : aggregatedColumns(aggregates ?? []),
    entityName: sobject.name,
    groupBy,
    idSelected:
      selection?.paths.some((path) => path.relationships.length === 0 && path.field === 'Id') ?? false,
    keyPrefix: keyPrefixes[sobject.name],
  });
};

/**
 * `GET …/query?q=` and `…/tooling/query?q=`, with `columns=true` for the columns alone; `…/queryAll` too, since no record
 * that this org deletes stays in the recycle bin.
 */
export const runQuery = (call: Call): Answer => {
  const parameters = call.request.query;
  const soql = parameters.get('q');
  if (parameters.has('explain')) throw notSimulated('query plans');
  if (soql === null) throw new SalesforceError(400, 'MALFORMED_QUERY', "unexpected token: '<EOF>'");
  if (parameters.get('columns') === 'true') return columnsOf(call, soql);
  const result = query(call, soql);
  if (result.records.length <= batchSize(call)) return json(200, result);
  const cursor = { userId: call.userId, records: result.records };
  return batchFrom(call, keep(call.org, cursor), cursor, 0);
};

/** `GET …/query/{locator}`: the next batch (REST API Developer Guide, "Query More Results"). */
export const queryMore = (call: Call): Answer => {
  const [, id, start] = /^(\w+)-(\d+)$/.exec(call.parts[0]) ?? [];
  const cursor = cursors.get(call.org)?.get(id);
  if (cursor === undefined || cursor.userId !== call.userId)
    throw new SalesforceError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return batchFrom(call, id, cursor, Number(start));
};
