import type { Connection } from '@salesforce/core';
import { failure } from '../text/messages.ts';
import { noteDone } from './done.ts';
import { type QueryRow, soqlText } from './query.ts';
import { updateRecord } from './records.ts';

/** Permission sets of an API name, of which `ownPermissionSet` picks one; sets that belong to a profile do not count. */
export const permissionSetQuery = (name: string): string =>
  `SELECT Id, NamespacePrefix FROM PermissionSet WHERE Name = ${soqlText(name)} AND IsOwnedByProfile = false`;

/**
 * Whether something that a query found is the org's own: packages may have brought another of the same name.
 * Source: Object Reference, PermissionSet (`NamespacePrefix`: in a Developer Edition org also the org's own).
 * @param prefix the row's
 */
export const isOwn = (prefix: unknown, namespace: string | undefined): boolean =>
  typeof prefix !== 'string' || prefix === namespace;

/** Id of the org's own permission set among the rows of `permissionSetQuery`. */
export const ownPermissionSet = (rows: QueryRow[], namespace: string | undefined): string | undefined =>
  rows.find(({ NamespacePrefix }) => isOwn(NamespacePrefix, namespace))?.Id;

/** Whether an assignment counts no more. Source: Object Reference, PermissionSetAssignment (`ExpirationDate`, since v52). */
export const hasEnded = (until: unknown, now: Date): boolean =>
  typeof until === 'string' && Date.parse(until) <= now.getTime();

/** Lets assignments that have ended count again, without an end: a second one is refused as duplicate. */
export const renewAssignments = async (
  conn: Connection,
  ended: { id: string; permissionSet: string }[]
): Promise<void> => {
  await Promise.all(
    ended.map(({ id, permissionSet }) =>
      updateRecord(conn, { type: 'PermissionSetAssignment', name: permissionSet }, id, {
        ExpirationDate: null,
      })
    )
  );
};

/** A permission set, of an org whose own namespace is given where it has one. */
export type SetName = { name: string; namespace?: string };

/** Most records that one call with a query before them creates. Source: REST API Developer Guide, "Composite" (25 subrequests). */
const perJoin = 24;

type CompositeAnswer = {
  compositeResponse: { httpStatusCode: number; body: { errorCode: string; message: string }[] }[];
};

/** Whether there is no such set. Source: REST API Developer Guide, "Composite" (what refers to nothing is not processed). */
const isUnknown = ({ compositeResponse: [, first] }: CompositeAnswer): boolean =>
  first?.httpStatusCode >= 400 && first.body[0]?.errorCode === 'PROCESSING_HALTED';

/** The first refusal that does not say that it is done already, in the org's words. */
const refusalIn = ({ compositeResponse }: CompositeAnswer): Error | undefined => {
  const refused = compositeResponse
    .filter(({ httpStatusCode }) => httpStatusCode >= 400)
    .flatMap(({ body }) => body)
    .find(({ errorCode }) => errorCode !== 'DUPLICATE_VALUE');
  return refused && Object.assign(new Error(refused.message), { errorCode: refused.errorCode });
};

/**
 * Joins a permission set to users or groups, by rows of an sObject that refer to both: the set is looked up and joined in
 * one call. Source: REST API Developer Guide, "Composite" (a later subrequest may refer to what an earlier one gave).
 */
const join = async (
  conn: Connection,
  { name, namespace }: SetName,
  sobject: 'PermissionSetAssignment' | 'PermissionSetGroupComponent',
  others: Record<string, string>[]
): Promise<void> => {
  if (others.length === 0) return;
  const base = `/services/data/v${conn.getApiVersion()}`;
  const own = namespace === undefined ? '' : ` OR NamespacePrefix = ${soqlText(namespace)}`;
  const soql = `${permissionSetQuery(name)} AND (NamespacePrefix = null${own})`;
  const created = others.slice(0, perJoin).map((other, i) => ({
    method: 'POST',
    url: `${base}/sobjects/${sobject}`,
    referenceId: `joined${i}`,
    body: { ...other, PermissionSetId: '@{set.records[0].Id}' },
  }));
  const answer = await conn.request<CompositeAnswer>({
    method: 'POST',
    url: `${base}/composite`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      compositeRequest: [
        { method: 'GET', url: `${base}/query?q=${encodeURIComponent(soql)}`, referenceId: 'set' },
        ...created,
      ],
    }),
  });
  const refusal = refusalIn(answer);
  if (isUnknown(answer)) throw failure('goneMeanwhile', { url: conn.instanceUrl, name });
  const [, ...joined] = answer.compositeResponse;
  if (joined.some(({ httpStatusCode }) => httpStatusCode < 300))
    noteDone(conn.instanceUrl, '+', [`${sobject} ${name}`]);
  if (refusal) throw refusal;
  await join(conn, { name, namespace }, sobject, others.slice(perJoin));
};

/** Assigns a permission set to users. Source: Object Reference, PermissionSetAssignment. */
export const assignPermissionSet = (conn: Connection, name: SetName, userIds: string[]): Promise<void> =>
  join(
    conn,
    name,
    'PermissionSetAssignment',
    userIds.map((AssigneeId) => ({ AssigneeId }))
  );

/**
 * Makes a permission set part of permission set groups: whoever holds one of them has it.
 * Source: Object Reference, PermissionSetGroupComponent.
 */
export const joinGroups = (conn: Connection, name: SetName, groupIds: string[]): Promise<void> =>
  join(
    conn,
    name,
    'PermissionSetGroupComponent',
    groupIds.map((PermissionSetGroupId) => ({ PermissionSetGroupId }))
  );
