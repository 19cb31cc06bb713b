import type { Connection } from '@salesforce/core';
import { asked } from './asked.ts';

export type QueryRow = Record<string, unknown> & { Id?: string };
type QueryAnswer = { done: boolean; totalSize: number; records: QueryRow[]; nextRecordsUrl?: string };
type BatchAnswer = {
  results: { statusCode: number; result: QueryAnswer | { errorCode: string; message: string }[] }[];
};

/** What an org answered to one query: its rows, or why it refused. */
export type QueryOutcome = { rows: QueryRow[]; error?: { code: string; message: string } };

/** A text as SOQL string literal. */
export const soqlText = (text: string): string =>
  `'${text
    .replace(/[\\']/g, (c) => `\\${c}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')}'`;

/** A list of texts as SOQL IN operand. */
export const soqlList = (texts: string[]): string => `(${texts.map(soqlText).join(', ')})`;

/** Of up to 2,000 rows each: more than any of these questions has. */
const mostPages = 200;

const rowsOf = async (conn: Connection, answer: QueryAnswer, page = 1): Promise<QueryRow[]> => {
  if (answer.done || answer.nextRecordsUrl === undefined) return answer.records;
  if (page === mostPages) throw new SyntaxError('The answer to a query has no end.');
  const { nextRecordsUrl } = answer;
  const next = await asked(() => conn.request<QueryAnswer>(nextRecordsUrl));
  return [...answer.records, ...(await rowsOf(conn, next, page + 1))];
};

/**
 * Asks several queries in one request and gives their outcomes under the same keys. A query that the org
 * refuses (an sObject or field that it does not have) does not spoil the others.
 * Source: REST API Developer Guide, "Composite Batch" (up to 25 subrequests).
 * @throws whatever the connection throws when the org can't be reached or the session is over
 */
export const queries = async <K extends string>(
  conn: Connection,
  soql: Record<K, string>
): Promise<Record<K, QueryOutcome>> => {
  const keys = Object.keys(soql) as K[];
  const version = `v${conn.getApiVersion()}`;
  const batchRequests = keys.map((key) => ({
    method: 'GET',
    url: `${version}/query?q=${encodeURIComponent(soql[key])}`,
  }));
  const answer = await asked(() =>
    conn.request<BatchAnswer>({
      method: 'POST',
      url: `/services/data/${version}/composite/batch`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ batchRequests }),
    })
  );
  const outcomes = await Promise.all(
    keys.map(async (key, i): Promise<[K, QueryOutcome]> => {
      const { result } = answer.results[i];
      if (Array.isArray(result))
        return [key, { rows: [], error: { code: result[0].errorCode, message: result[0].message } }];
      const rows = await rowsOf(conn, result);
      if (rows.length < result.totalSize) throw new SyntaxError('The answer to a query lacks rows.');
      return [key, { rows }];
    })
  );
  return Object.fromEntries(outcomes) as Record<K, QueryOutcome>;
};

/** The rows of an answer. @throws Error in the org's words: nothing must not be taken for nothing there */
export const told = ({ rows, error }: QueryOutcome): QueryRow[] => {
  if (error) throw Object.assign(new Error(error.message), { errorCode: error.code });
  return rows;
};

/** A field of a row by its path, e.g. `Assignee.Username`; undefined where a step is missing. */
export const field = (row: QueryRow | undefined, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as QueryRow | null | undefined)?.[name], row);
