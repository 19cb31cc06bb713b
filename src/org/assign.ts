import type { Connection } from '@salesforce/core';
import type { AppNames } from '../metadata/spoke.ts';
import { listIds } from './metadata.ts';
import { field, queries, soqlText } from './query.ts';

type Refusal = Error & { errorCode?: string };

/** Creates a record unless it is there already. @throws the org's refusal, when it has another reason */
const createOnce = async (
  conn: Connection,
  sobject: string,
  record: Record<string, string>
): Promise<void> => {
  try {
    await conn.sobject(sobject).create(record);
  } catch (error) {
    const { errorCode, name } = error as Refusal;
    if ((errorCode ?? name) !== 'DUPLICATE_VALUE') throw error;
  }
};

/** Id of a permission set by its API name; sets that belong to a profile do not count. */
export const permissionSetQuery = (name: string): string =>
  `SELECT Id FROM PermissionSet WHERE Name = ${soqlText(name)} AND IsOwnedByProfile = false`;

/** Who pre-authorises which app, and whether by profile. Source: Object Reference, SetupEntityAccess. */
export const appGrantsQuery =
  "SELECT ParentId, Parent.Name, Parent.IsOwnedByProfile, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType IN ('ExternalClientApplication', 'ConnectedApplication')";

/** Assigns a permission set to users. Source: Object Reference, PermissionSetAssignment. */
export const assignPermissionSet = async (
  conn: Connection,
  name: string,
  userIds: string[]
): Promise<void> => {
  if (userIds.length === 0) return;
  const { sets } = await queries(conn, { sets: permissionSetQuery(name) });
  const PermissionSetId = String(field(sets.rows[0], 'Id'));
  await Promise.all(
    userIds.map((AssigneeId) => createOnce(conn, 'PermissionSetAssignment', { AssigneeId, PermissionSetId }))
  );
};

/** Most records that one call deletes. Source: REST API Developer Guide, "sObject Collections". */
const perDelete = 200;
type Deletion = { id?: string; success: boolean; errors: { statusCode: string; message: string }[] };

/** Whether somebody else was quicker, or an earlier call whose answer got lost. */
const isGone = ({ errors }: Deletion): boolean =>
  errors.every(({ statusCode }) => /^(ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY)$/.test(statusCode));

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
    for (const result of results)
      if (!result.success && !isGone(result))
        refused.push(result.errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join('; '));
  }
  return refused;
};

/**
 * Pre-authorises an app by permission set, unless the deploy of the app already did.
 * Source: Object Reference, SetupEntityAccess (`ExternalClientApplication`, `ConnectedApplication`).
 */
export const preAuthorise = async (
  conn: Connection,
  { kind, app, permissionSet }: Pick<AppNames, 'kind' | 'app' | 'permissionSet'>
): Promise<void> => {
  const [{ sets, apps, grants }, connectedApps] = await Promise.all([
    queries(conn, {
      sets: permissionSetQuery(permissionSet),
      apps: `SELECT Id FROM ExternalClientApplication WHERE DeveloperName = ${soqlText(app)}`,
      grants: appGrantsQuery,
    }),
    kind === 'connected-app' ? listIds(conn, 'ConnectedApp') : undefined,
  ]);
  const ParentId = String(field(sets.rows[0], 'Id'));
  const SetupEntityId = String(connectedApps ? connectedApps.get(app) : field(apps.rows[0], 'Id'));
  const isThere = grants.rows.some((row) => row.ParentId === ParentId && row.SetupEntityId === SetupEntityId);
  if (!isThere) await createOnce(conn, 'SetupEntityAccess', { ParentId, SetupEntityId });
};
