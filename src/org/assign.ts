import type { Connection } from '@salesforce/core';
import type { AppNames } from '../metadata/spoke.ts';
import { isSameName } from '../names.ts';
import { noteDone } from './done.ts';
import { listIds } from './metadata.ts';
import { field, queries, type QueryRow, soqlText } from './query.ts';

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

const namespaceQuery = 'SELECT NamespacePrefix FROM Organization';
const namespaceIn = (rows: QueryRow[]): string | undefined =>
  (field(rows[0], 'NamespacePrefix') as string | null | undefined) ?? undefined;

/**
 * Id of the org's own external client app. Where a package brought another of the same name, the Metadata API tells
 * which is which.
 * @param rows apps with their DeveloperName
 */
export const externalClientAppId = async (
  conn: Connection,
  rows: QueryRow[],
  app: string
): Promise<string | undefined> => {
  const named = rows.filter(({ DeveloperName }) => isSameName(String(DeveloperName), app));
  const listed = named.length > 1 ? (await listIds(conn, 'ExternalClientApplication')).get(app) : undefined;
  return listed ?? named[0]?.Id;
};

/** Who pre-authorises which app, and whether by profile. Source: Object Reference, SetupEntityAccess. */
export const appGrantsQuery =
  "SELECT ParentId, Parent.Name, Parent.IsOwnedByProfile, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType IN ('ExternalClientApplication', 'ConnectedApplication')";

/** Whether an assignment counts no more. Source: Object Reference, PermissionSetAssignment (`ExpirationDate`, since v52). */
export const hasEnded = (until: unknown, now: Date): boolean =>
  typeof until === 'string' && Date.parse(until) <= now.getTime();

/** Lets assignments that have ended count again, without an end: a second one is refused as duplicate. */
export const renewAssignments = async (conn: Connection, ids: string[]): Promise<void> => {
  await Promise.all(
    ids.map((Id) => conn.sobject('PermissionSetAssignment').update({ Id, ExpirationDate: null }))
  );
};

/** A permission set, of an org whose own namespace is given where it has one. */
export type SetName = { name: string; namespace?: string };

/** Most records that one call with a query before them creates. Source: REST API Developer Guide, "Composite" (25 subrequests). */
const perJoin = 24;

type CompositeAnswer = {
  compositeResponse: { httpStatusCode: number; body: { errorCode: string; message: string }[] }[];
};

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
  if (refusal) throw refusal;
  noteDone(conn.instanceUrl, '+', [`${sobject} ${name}`]);
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

/**
 * Pre-authorises an app by permission sets, unless they have it already: the deploy of the app may have done it.
 * Source: Object Reference, SetupEntityAccess (`ExternalClientApplication`, `ConnectedApplication`).
 * @param setIds ids of permission sets, profiles' own ones included; without them it is the app's own set
 */
export const preAuthorise = async (
  conn: Connection,
  { kind, app, permissionSet }: Pick<AppNames, 'kind' | 'app' | 'permissionSet'>,
  setIds?: string[]
): Promise<void> => {
  const [{ sets, apps, grants, org }, connectedApps] = await Promise.all([
    queries(conn, {
      sets: permissionSetQuery(permissionSet),
      apps: `SELECT Id, DeveloperName FROM ExternalClientApplication WHERE DeveloperName = ${soqlText(app)}`,
      grants: appGrantsQuery,
      org: namespaceQuery,
    }),
    kind === 'connected-app' ? listIds(conn, 'ConnectedApp') : undefined,
  ]);
  const SetupEntityId = String(
    connectedApps ? connectedApps.get(app) : await externalClientAppId(conn, apps.rows, app)
  );
  const missing = (setIds ?? [String(ownPermissionSet(sets.rows, namespaceIn(org.rows)))]).filter(
    (id) => !grants.rows.some((row) => row.ParentId === id && row.SetupEntityId === SetupEntityId)
  );
  await Promise.all(
    missing.map((ParentId) => createOnce(conn, 'SetupEntityAccess', { ParentId, SetupEntityId }))
  );
};
