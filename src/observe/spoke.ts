import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId } from '../metadata/marker.ts';
import { newAppNames } from '../metadata/spoke.ts';
import { hasEnded, ownPermissionSet, permissionSetQuery } from '../org/assign.ts';
import { appGrantsQuery, externalClientAppId } from '../org/preAuthorise.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { readComponents } from '../org/metadata.ts';
import { field, queries, type QueryOutcome, type QueryRow, soqlText } from '../org/query.ts';
import { frozenQuery, type OrgUser, pickUser, usersQuery } from '../org/users.ts';
import { type App, settingsOf } from './app.ts';
import { type AppSelector, findApp } from './findApp.ts';

/** Rights that make an administrator, the one that keeps a user to the API, and the one that opens it. */
const weightyRights = ['ModifyAllData', 'CustomizeApplication', 'ApiUserOnly', 'ApiEnabled'] as const;
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

/** More users than a hub has links to one spoke. */
const mostHolders = 200;

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
  /** Those that it held until the assignment ended; with the id of the assignment where it held them by itself. */
  ended: Holding[];
  /** Active users who hold the link's permission set by themselves, and the ids of their assignments: one is likely to be the service user. */
  holders: { username: string; id: string }[];
};

/** A permission set that a user holds, by which assignment, and when that ends. */
type Holding = { setId: string; id?: string; until?: string };

/** What a user holds, by itself or in permission set groups. */
const holdingsOf = (assigned: QueryRow[], inGroups: QueryRow[]): Holding[] =>
  assigned.flatMap((row) => {
    const until = (row.ExpirationDate ?? undefined) as string | undefined;
    const grouped = inGroups.filter(
      ({ PermissionSetGroupId: id }) => typeof id === 'string' && id === row.PermissionSetGroupId
    );
    return [
      { setId: String(row.PermissionSetId), id: row.Id, until },
      ...grouped.map(({ PermissionSetId }) => ({ setId: String(PermissionSetId), until })),
    ];
  });

/**
 * Looks at what a spoke holds of a link; changes nothing.
 * @param serviceUser username, once it is known
 * @param now assignments that ended before count no more
 */
export const observeSpoke = async (
  conn: Connection,
  selector: AppSelector,
  serviceUser: (facts: OrgFacts) => Promise<string | undefined>,
  now: Date,
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
      held: `SELECT Id, PermissionSetId, PermissionSetGroupId, ExpirationDate FROM PermissionSetAssignment WHERE ${ofUser}`,
      holders: `SELECT Id, ExpirationDate, Assignee.Username FROM PermissionSetAssignment WHERE PermissionSet.Name = ${soqlText(names.permissionSet)} AND Assignee.IsActive = true LIMIT ${mostHolders}`,
      heldInGroups: `SELECT PermissionSetId, PermissionSetGroupId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN (SELECT PermissionSetGroupId FROM PermissionSetAssignment WHERE ${ofUser})`,
    }),
  ]);
  const appId =
    app?.names.kind === 'external-client-app' ? await externalClientAppId(conn, apps, names.app) : id;
  const holdings = holdingsOf(rows.held.rows, rows.heldInGroups.rows);
  const isOver = ({ until }: Holding): boolean => hasEnded(until, now);
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
    held: holdings.filter((one) => !isOver(one)).map(({ setId }) => setId),
    ended: holdings.filter(isOver),
    holders: rows.holders.rows
      .filter(({ ExpirationDate }) => !hasEnded((ExpirationDate ?? undefined) as string | undefined, now))
      .map((row) => ({ username: String(field(row, 'Assignee.Username')), id: String(row.Id) })),
  };
};

/** The permission set or profile through which the service user may use the app. */
export const heldGrant = ({
  preAuthorised,
  held,
}: SpokeState): SpokeState['preAuthorised'][number] | undefined =>
  preAuthorised.find(({ id }) => held.includes(id));

/** The same, until the assignment ended; and when that was. */
export const endedGrant = ({
  preAuthorised,
  ended,
}: SpokeState): { name: string; until?: string } | undefined =>
  ended.flatMap(({ setId, until }) =>
    preAuthorised.filter(({ id }) => id === setId).map(({ name }) => ({ name, until }))
  )[0];

/** Name of the permission set that pre-authorises the app, the link's own before others. */
export const preAuthorisingSet = ({ app, preAuthorised }: SpokeState): string | undefined => {
  const names = preAuthorised.flatMap(({ name, ofProfile }) => (ofProfile ? [] : [name]));
  return names.find((name) => name === app?.names.permissionSet) ?? names[0];
};

/** The consumer key of the link's app; undefined when the spoke does not tell it. */
export const consumerKeyOf = ({ app }: SpokeState): string | undefined => app && settingsOf(app).consumerKey;
