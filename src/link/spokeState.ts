import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId, readMarker } from '../metadata/marker.ts';
import { type AppNames, newAppNames } from '../metadata/spoke.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { listComponents, readComponents } from '../org/metadata.ts';
import { field, queries, soqlText } from '../org/query.ts';
import { type OrgUser, pickUser, usersQuery } from '../org/users.ts';

const satelliteTypes = {
  oauthSettings: 'ExtlClntAppOauthSettings',
  globalOauthSettings: 'ExtlClntAppGlobalOauthSettings',
  oauthPolicy: 'ExtlClntAppOauthConfigurablePolicies',
  policy: 'ExtlClntAppConfigurablePolicies',
} as const;
export type Satellite = keyof typeof satelliteTypes;
const satellites = Object.keys(satelliteTypes) as Satellite[];

/** The app of a link on the spoke, with the satellites that reference it under whatever names they have. */
export type App = { names: AppNames; component: Component } & { [S in Satellite]?: Component };

/** What a spoke holds of one link. */
export type SpokeState = {
  org: OrgFacts;
  /** Whether the org has external client apps at all. */
  knowsApps: boolean;
  app?: App;
  permissionSet?: Component;
  permissionSetId?: string;
  appId?: string;
  /** Names of the permission sets that pre-authorise the app, profiles' own ones included. */
  preAuthorised: { id: string; name: string; ofProfile: boolean }[];
  /** The service user; undefined when there is no such user. */
  serviceUser?: OrgUser;
  /** Ids of the permission sets that the service user holds, of those that matter here. */
  held: string[];
};

/** By what the app of a link is recognised: the consumer key that the hub names, the hub's marker, or a name. */
export type AppSelector = { hubId: string; appName: string; isNameGiven: boolean; consumerKey?: string };

type Names = Record<(typeof satelliteTypes)[Satellite], string[]>;

const readSatellites = async (conn: Connection, app: string, names: Names): Promise<Pick<App, Satellite>> => {
  const found = await Promise.all(
    satellites.map(async (satellite): Promise<[Satellite, Component | undefined]> => {
      const all = names[satelliteTypes[satellite]];
      const likely = all.filter((name) => name.startsWith(app));
      const ofApp = async (some: string[]): Promise<Component | undefined> =>
        some.length === 0
          ? undefined
          : (await readComponents(conn, satelliteTypes[satellite], some)).find(
              ({ body }) => body.externalClientApplication === app
            );
      return [
        satellite,
        (await ofApp(likely)) ?? (await ofApp(all.filter((name) => !likely.includes(name)))),
      ];
    })
  );
  return Object.fromEntries(found);
};

const pickApp = (
  apps: Component[],
  { hubId, appName, isNameGiven }: AppSelector,
  spokeId: string
): Component | undefined => {
  const named = apps.find(({ fullName }) => fullName === appName);
  if (isNameGiven) return named;
  const ofHub = apps.filter(({ body }) => isSameId(readMarker(body.description)?.hubId ?? '', hubId));
  const exact = ofHub.find(({ body }) => isSameId(readMarker(body.description)?.spokeId ?? '', spokeId));
  return exact ?? ofHub[0] ?? named;
};

/** Name of the app that has a consumer key. */
const appOfKey = async (conn: Connection, names: string[], key: string): Promise<string | undefined> =>
  (await readComponents(conn, 'ExtlClntAppGlobalOauthSettings', names)).find(
    ({ body }) => body.consumerKey === key
  )?.body.externalClientApplication as string | undefined;

const readApp = async (
  conn: Connection,
  selector: AppSelector,
  spokeId: string
): Promise<App | undefined> => {
  const { ExternalClientApplication: apps, ...names } = await listComponents(conn, [
    'ExternalClientApplication',
    ...Object.values(satelliteTypes),
  ]);
  const components = await readComponents(conn, 'ExternalClientApplication', apps);
  const keyOwner =
    selector.consumerKey &&
    (await appOfKey(conn, names.ExtlClntAppGlobalOauthSettings, selector.consumerKey));
  const component =
    components.find(({ fullName }) => fullName === keyOwner) ?? pickApp(components, selector, spokeId);
  if (!component) return undefined;
  const found = await readSatellites(conn, component.fullName, names);
  const own = Object.fromEntries(
    satellites.flatMap((satellite) => (found[satellite] ? [[satellite, found[satellite].fullName]] : []))
  );
  return { names: { ...newAppNames(component.fullName), ...own }, component, ...found };
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
  const [org, app] = await Promise.all([
    readOrg(conn, alias),
    readApp(conn, selector, String(conn.getAuthInfoFields().orgId)),
  ]);
  const names = app?.names ?? newAppNames(selector.appName);
  const username = (await serviceUser(org)) ?? '';
  const application = `SELECT Id FROM ExternalClientApplication WHERE DeveloperName = ${soqlText(names.app)}`;
  const [[permissionSet], rows] = await Promise.all([
    readComponents(conn, 'PermissionSet', [names.permissionSet]),
    queries(conn, {
      application,
      sets: `SELECT Id FROM PermissionSet WHERE Name = ${soqlText(names.permissionSet)} AND IsOwnedByProfile = false`,
      grants: `SELECT ParentId, Parent.Name, Parent.IsOwnedByProfile, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'`,
      users: usersQuery([username]),
      held: `SELECT PermissionSetId FROM PermissionSetAssignment WHERE Assignee.Username = ${soqlText(username)}`,
    }),
  ]);
  const appId = field(rows.application.rows[0], 'Id') as string | undefined;
  return {
    org,
    knowsApps: rows.application.error === undefined,
    app,
    permissionSet,
    permissionSetId: field(rows.sets.rows[0], 'Id') as string | undefined,
    appId,
    preAuthorised: rows.grants.rows
      .filter((row) => row.SetupEntityId === appId)
      .map((row) => ({
        id: String(row.ParentId),
        name: String(field(row, 'Parent.Name')),
        ofProfile: field(row, 'Parent.IsOwnedByProfile') === true,
      })),
    serviceUser: pickUser(rows.users.rows, username),
    held: rows.held.rows.map((row) => String(row.PermissionSetId)),
  };
};
