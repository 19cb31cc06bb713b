import type { Connection } from '@salesforce/core';
import { noteDone } from './done.ts';

type Refusal = Error & { errorCode?: string };

/** Creates a record unless it is there already. @throws the org's refusal, when it has another reason */
export const createOnce = async (
  conn: Connection,
  sobject: string,
  record: Record<string, string | boolean | null>
): Promise<void> => {
  try {
    await conn.sobject(sobject).create(record);
    noteDone(conn.instanceUrl, '+', [sobject]);
  } catch (error) {
    const { errorCode, name } = error as Refusal;
    if ((errorCode ?? name) !== 'DUPLICATE_VALUE') throw error;
  }
};

/** Most records that one call deletes. Source: REST API Developer Guide, "sObject Collections". */
const perDelete = 200;
type Deletion = { id?: string; success: boolean; errors: { statusCode: string; message: string }[] };

/** Whether somebody else was quicker, or an earlier call whose answer got lost. */
const isGone = ({ errors }: Deletion): boolean =>
  errors.every(({ statusCode }) =>
    /^(ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|NOT_FOUND)$/.test(statusCode)
  );

/**
 * Deletes rows of one sObject, each by itself.
 * @returns what the org refused, in its words; rows that are gone already are not
 */
export const deleteRows = async (conn: Connection, ids: string[]): Promise<string[]> => {
  const refused: string[] = [];
  for (let i = 0; i < ids.length; i += perDelete) {
    const some = ids.slice(i, i + perDelete).join(',');
    const url = `/services/data/v${conn.getApiVersion()}/composite/sobjects?ids=${some}&allOrNone=false`;
    const results = await conn.request<Deletion[]>({ method: 'DELETE', url });
    const gone = results.filter(({ success }) => success).map(({ id = '' }) => id);
    noteDone(conn.instanceUrl, '-', gone);
    for (const result of results)
      if (!result.success && !isGone(result))
        refused.push(result.errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join('; '));
  }
  return refused;
};
