import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId } from '../metadata/marker.ts';
import { newAppNames } from '../metadata/spoke.ts';
import { appGrantsQuery, permissionSetQuery } from '../org/assign.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { readComponents } from '../org/metadata.ts';
import { field, queries, soqlText } from '../org/query.ts';
import { type OrgUser, pickUser, usersQuery } from '../org/users.ts';
import { type App, settingsOf } from './app.ts';
import { type AppSelector, findApp } from './findApp.ts';

/** What a spoke holds of one link. */
export type SpokeState = {
  org: OrgFacts;
  /** Whether the org has external client apps at all. */
  knowsApps: boolean;
  app?: App;
  /** Names that the app's parts would get, but parts of another app have. */
  taken: string[];
  permissionSet?: Component;
  permissionSetId?: string;
  appId?: string;
  /** Names of the permission sets that pre-authorise the app, profiles' own ones included. */
  preAuthorised: { id: string; name: string; ofProfile: boolean }[];
  /** The service user; undefined when there is no such user. */
  serviceUser?: OrgUser;
  /** Ids of the permission sets that the service user holds, by itself or in a permission set group. */
  held: string[];
};

/**
 * Looks at what a spoke holds of a link; changes nothing.
 * @param serviceUser username, once it is known
 */
export const observeSpoke = async (
  conn: Connection,
  selector: AppSelector,
  serviceUser: (facts: OrgFacts) => Promise<string | undefined>,
  alias?: string
): Promise<SpokeState> => {
  const { org, answers } = await readOrg(conn, alias, {
    apps: 'SELECT Id, DeveloperName FROM ExternalClientApplication',
    connectedApps: 'SELECT Id FROM ConnectedApplication LIMIT 1',
  });
  const apps = answers.apps.rows;
  const knowsApps = answers.apps.error === undefined;
  const { app, id, taken } = await findApp(
    conn,
    {
      externalClientApps: knowsApps ? apps.map(({ DeveloperName }) => String(DeveloperName)) : undefined,
      hasConnectedApps: answers.connectedApps.error !== undefined || answers.connectedApps.rows.length > 0,
    },
    selector
  );
  const names = app?.names ?? newAppNames(selector.appName);
  const username = (await serviceUser(org)) ?? '';
  const ofUser = `Assignee.Username = ${soqlText(username)}`;
  const [[permissionSet], rows] = await Promise.all([
    readComponents(conn, 'PermissionSet', [names.permissionSet]),
    queries(conn, {
      sets: permissionSetQuery(names.permissionSet),
      grants: appGrantsQuery,
      users: usersQuery([username]),
      held: `SELECT PermissionSetId FROM PermissionSetAssignment WHERE ${ofUser}`,
      heldInGroups: `SELECT PermissionSetId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN (SELECT PermissionSetGroupId FROM PermissionSetAssignment WHERE ${ofUser})`,
    }),
  ]);
  const appId =
    names.kind === 'connected-app' ? id : apps.find(({ DeveloperName }) => DeveloperName === names.app)?.Id;
  return {
    org,
    knowsApps,
    app,
    taken,
    permissionSet,
    permissionSetId: field(rows.sets.rows[0], 'Id') as string | undefined,
    appId,
    preAuthorised: rows.grants.rows
      .filter((row) => appId !== undefined && isSameId(String(row.SetupEntityId), appId))
      .map((row) => ({
        id: String(row.ParentId),
        name: String(field(row, 'Parent.Name')),
        ofProfile: field(row, 'Parent.IsOwnedByProfile') === true,
      })),
    serviceUser: pickUser(rows.users.rows, username),
    held: [...rows.held.rows, ...rows.heldInGroups.rows].map((row) => String(row.PermissionSetId)),
  };
};

/** The permission set or profile through which the service user may use the app. */
export const heldGrant = ({
  preAuthorised,
  held,
}: SpokeState): SpokeState['preAuthorised'][number] | undefined =>
  preAuthorised.find(({ id }) => held.includes(id));

/** Name of the permission set that pre-authorises the app, the link's own before others. */
export const preAuthorisingSet = ({ app, preAuthorised }: SpokeState): string | undefined => {
  const names = preAuthorised.flatMap(({ name, ofProfile }) => (ofProfile ? [] : [name]));
  return names.find((name) => name === app?.names.permissionSet) ?? names[0];
};

/** The consumer key of the link's app; undefined when the spoke does not tell it. */
export const consumerKeyOf = ({ app }: SpokeState): string | undefined => app && settingsOf(app).consumerKey;
