import type { Connection } from '@salesforce/core';
import type { AppNames } from '../metadata/spoke.ts';
import { isSameName } from '../names.ts';
import { failure } from '../text/messages.ts';
import { ownPermissionSet, permissionSetQuery } from './assign.ts';
import { listIds } from './metadata.ts';
import { field, queries, type QueryRow, soqlText } from './query.ts';
import { createOnce } from './records.ts';

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
  const SetupEntityId = connectedApps
    ? connectedApps.get(app)
    : await externalClientAppId(conn, apps.rows, app);
  const parents = setIds ?? [ownPermissionSet(sets.rows, namespaceIn(org.rows))];
  if (SetupEntityId === undefined || !parents.every((id) => id !== undefined))
    throw failure('goneMeanwhile', { url: conn.instanceUrl, name: app });
  const missing = parents.filter(
    (id) => !grants.rows.some((row) => row.ParentId === id && row.SetupEntityId === SetupEntityId)
  );
  await Promise.all(
    missing.map((ParentId) =>
      createOnce(conn, { type: 'SetupEntityAccess', name: app }, { ParentId, SetupEntityId })
    )
  );
};
