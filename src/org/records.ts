import type { Connection } from '@salesforce/core';
import { chunks } from './chunks.ts';
import { noteDone } from './done.ts';

type Refusal = Error & { errorCode?: string };

type Fields = Record<string, string | boolean | null>;
/** A record by its sObject, and the name by which people know it. */
type Named = { type: string; name: string };

/** The id of a record that was saved. @throws SyntaxError where the answer does not say that it was */
const confirmed = async (saving: Promise<unknown>): Promise<string> => {
  const { success, id } = ((await saving) ?? {}) as { success?: unknown; id?: unknown };
  if (success !== true || typeof id !== 'string')
    throw new SyntaxError('The answer does not tell what became of the record.');
  return id;
};

/** Creates a record. @returns its id @throws the org's refusal */
export const createRecord = async (
  conn: Connection,
  { type, name }: Named,
  fields: Fields
): Promise<string> => {
  const id = await confirmed(conn.sobject(type).create(fields));
  noteDone(conn.instanceUrl, '+', [`${type} ${name}`]);
  return id;
};

/** Changes fields of a record. @throws the org's refusal */
export const updateRecord = async (
  conn: Connection,
  { type, name }: Named,
  id: string,
  fields: Fields
): Promise<void> => {
  await confirmed(conn.sobject(type).update({ Id: id, ...fields }));
  noteDone(conn.instanceUrl, '+', [`${type} ${name}`]);
};

/** Creates a record unless it is there already. @throws the org's refusal, when it has another reason */
export const createOnce = async (conn: Connection, named: Named, fields: Fields): Promise<void> => {
  try {
    await createRecord(conn, named, fields);
  } catch (error) {
    const refusal = error as Refusal;
    if ((refusal.errorCode ?? refusal.name) !== 'DUPLICATE_VALUE') throw error;
  }
};

/** Most records that one call deletes. Source: REST API Developer Guide, "sObject Collections". */
const perDelete = 200;
type Deletion = { success: boolean; errors: { statusCode: string; message: string }[] };

/** Whether somebody else was quicker, or an earlier call whose answer got lost. */
const isGone = (errors: Deletion['errors']): boolean =>
  errors.every(({ statusCode }) =>
    /^(ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|NOT_FOUND)$/.test(statusCode)
  );

/**
 * Deletes rows of one sObject, each by itself.
 * @param rows their ids, and names by which people know them
 * @returns what the org refused, as `<sObject>: <its words>`; rows that are gone already are not
 */
export const deleteRows = async (
  conn: Connection,
  sobject: string,
  rows: { id: string; name: string }[]
): Promise<string[]> => {
  const refused: string[] = [];
  for (const some of chunks(rows, perDelete)) {
    const ids = some.map(({ id }) => id).join(',');
    const url = `/services/data/v${conn.getApiVersion()}/composite/sobjects?ids=${ids}&allOrNone=false`;
    const results = await conn.request<Deletion[]>({ method: 'DELETE', url });
    const gone = some.filter((_, i) => results[i].success);
    noteDone(
      conn.instanceUrl,
      '-',
      gone.map(({ name }) => `${sobject} ${name}`)
    );
    for (const { success, errors } of results)
      if (!success && !isGone(errors))
        refused.push(
          `${sobject}: ${errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join('; ')}`
        );
  }
  return refused;
};
