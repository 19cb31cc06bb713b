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
  const [{ sets, apps, grants }, connectedApps] = await Promise.all([
    queries(conn, {
      sets: permissionSetQuery(permissionSet),
      apps: `SELECT Id FROM ExternalClientApplication WHERE DeveloperName = ${soqlText(app)}`,
      grants: appGrantsQuery,
    }),
    kind === 'connected-app' ? listIds(conn, 'ConnectedApp') : undefined,
  ]);
  const SetupEntityId = String(connectedApps ? connectedApps.get(app) : field(apps.rows[0], 'Id'));
  const missing = (setIds ?? [String(field(sets.rows[0], 'Id'))]).filter(
    (id) => !grants.rows.some((row) => row.ParentId === id && row.SetupEntityId === SetupEntityId)
  );
  await Promise.all(
    missing.map((ParentId) => createOnce(conn, 'SetupEntityAccess', { ParentId, SetupEntityId }))
  );
};
