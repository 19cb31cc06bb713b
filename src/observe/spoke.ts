import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId } from '../metadata/marker.ts';
import { newAppNames } from '../metadata/spoke.ts';
import { appGrantsQuery, externalClientAppId, ownPermissionSet, permissionSetQuery } from '../org/assign.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { readComponents } from '../org/metadata.ts';
import { field, queries, type QueryOutcome, soqlText } from '../org/query.ts';
import { frozenQuery, type OrgUser, pickUser, usersQuery } from '../org/users.ts';
import { type App, settingsOf } from './app.ts';
import { type AppSelector, findApp } from './findApp.ts';

/** Rights that make an administrator, and the one that keeps a user to the API. */
const weightyRights = ['ModifyAllData', 'CustomizeApplication', 'ApiUserOnly'] as const;
export type WeightyRight = (typeof weightyRights)[number];

const rightsOfSet = weightyRights.map((right) => `PermissionSet.Permissions${right}`).join(', ');

/** Which of the rights some permission sets give; undefined when none of them tells. */
const rightsIn = (...answers: QueryOutcome[]): WeightyRight[] | undefined => {
  const rows = answers.flatMap((answer) => answer.rows);
  return rows.length === 0
    ? undefined
    : weightyRights.filter((right) =>
        rows.some((row) => field(row, `PermissionSet.Permissions${right}`) === true)
      );
};

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
  /** Labels of permission sets, and names of profiles, that pre-authorise the app and give Modify All Data. */
  adminGrants?: string[];
  /** The service user; undefined when there is no such user. */
  serviceUser?: OrgUser;
  /** Rights of the service user that are worth a word; undefined when the org does not tell. */
  serviceUserRights?: WeightyRight[];
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
      adminGrants: `SELECT SetupEntityId, Parent.Label, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityType IN ('ExternalClientApplication', 'ConnectedApplication') AND Parent.PermissionsModifyAllData = true`,
      users: usersQuery([username]),
      frozen: frozenQuery([username]),
      rights: `SELECT ${rightsOfSet} FROM PermissionSetAssignment WHERE ${ofUser}`,
      rightsInGroups: `SELECT ${rightsOfSet} FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN (SELECT PermissionSetGroupId FROM PermissionSetAssignment WHERE ${ofUser})`,
      held: `SELECT PermissionSetId FROM PermissionSetAssignment WHERE ${ofUser}`,
      heldInGroups: `SELECT PermissionSetId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN (SELECT PermissionSetGroupId FROM PermissionSetAssignment WHERE ${ofUser})`,
    }),
  ]);
  const appId =
    app?.names.kind === 'external-client-app' ? await externalClientAppId(conn, apps, names.app) : id;
  return {
    org,
    knowsApps,
    app,
    taken,
    permissionSet,
    permissionSetId: ownPermissionSet(rows.sets.rows, org.namespace),
    appId,
    preAuthorised: rows.grants.rows
      .filter((row) => appId !== undefined && isSameId(String(row.SetupEntityId), appId))
      .map((row) => ({
        id: String(row.ParentId),
        name: String(field(row, 'Parent.Name')),
        ofProfile: field(row, 'Parent.IsOwnedByProfile') === true,
      })),
    adminGrants: rows.adminGrants.rows
      .filter((row) => row.SetupEntityId === appId)
      .map((row) => String(field(row, 'Parent.Profile.Name') ?? field(row, 'Parent.Label'))),
    serviceUser: pickUser(rows.users.rows, username, rows.frozen.rows),
    serviceUserRights: rightsIn(rows.rights, rows.rightsInGroups),
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
