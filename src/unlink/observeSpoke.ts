import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId, ownerOf } from '../metadata/marker.ts';
import { isSameName } from '../names.ts';
import { type App, consumerKeyIn, settingsOf } from '../observe/app.ts';
import { nameByKey, readExternalClientApp } from '../observe/externalClientApp.ts';
import { asConnectedApp, isOwnApp } from '../observe/findApp.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { listIds, readComponents } from '../org/metadata.ts';
import { field, queries, soqlList, told } from '../org/query.ts';
import { type OwnSet, readOwnSets } from '../observe/ownSets.ts';
import { type OwnUser, readOwnUsers } from './users.ts';

/** An app on the spoke, with its consumer key where the spoke tells it, and what else pre-authorises it. */
export type SpokeApp = {
  app: App;
  id?: string;
  key?: string;
  /** Permission sets and profiles by which it is pre-authorised. */
  grants: { setId: string; name: string }[];
};

/** What a spoke holds of a hub: of all its links, under whatever names. */
export type SpokeParts = {
  org: OrgFacts;
  apps: SpokeApp[];
  sets: OwnSet[];
  /** Service users that link made. */
  users: OwnUser[];
  /** Somebody else's app, or another hub's, that the link uses. */
  usedApp?: Component;
};

const appTypes = ['ExternalClientApplication', 'ConnectedApp'] as const;

/** All apps of a spoke with their ids; those of packages, whose names have a prefix, can't be a link's. */
const readApps = async (conn: Connection): Promise<{ component: Component; id?: string }[]> => {
  const found = await Promise.all(
    appTypes.map(async (type) => {
      const ids = await listIds(conn, type);
      const own = [...ids.keys()].filter((name) => type !== 'ConnectedApp' || isOwnApp(name));
      const components = await readComponents(conn, type, own);
      return components.map((component) => ({ component, id: ids.get(component.fullName) }));
    })
  );
  return found.flat();
};

const isOfHub = ({ body }: Component, hubId: string): boolean => ownerOf(body.description, hubId) === 'ours';

const readWhole = async (conn: Connection, component: Component): Promise<App> =>
  component.type === 'ConnectedApp'
    ? asConnectedApp(component)
    : (await readExternalClientApp(conn, component)).app;

/** The app among all whose consumer key the hub names. */
const findUsed = async (
  conn: Connection,
  all: Component[],
  key: string | undefined
): Promise<Component | undefined> => {
  if (key === undefined) return undefined;
  const connected = all.find((one) => one.type === 'ConnectedApp' && consumerKeyIn(one) === key);
  const external = all.filter(({ type }) => type === 'ExternalClientApplication');
  if (connected || external.length === 0) return connected;
  const name = await nameByKey(conn, key);
  return external.find(({ fullName }) => isSameName(fullName, name));
};

/**
 * Looks at what a spoke holds of a hub: every app, permission set and user whose marker names that hub; changes nothing. The
 * id of the spoke in a marker does not count here: it may be that of before a refresh.
 * @param key consumer key that the link's external credential names, once it is known
 */
export const observeSpokeParts = async (
  conn: Connection,
  alias: string,
  hubId: string,
  key: () => Promise<string | undefined>
): Promise<SpokeParts> => {
  const [{ org }, all] = await Promise.all([readOrg(conn, alias, {}), readApps(conn)]);
  const marked = all.filter(({ component }) => isOfHub(component, hubId));
  const [apps, sets, users] = await Promise.all([
    Promise.all(marked.map(async ({ component, id }) => ({ app: await readWhole(conn, component), id }))),
    readOwnSets(conn, hubId, org.namespace),
    readOwnUsers(conn, hubId),
  ]);
  const ids = apps.flatMap(({ id }) => id ?? []);
  const rows =
    ids.length === 0
      ? []
      : told(
          (
            await queries(conn, {
              grants: `SELECT SetupEntityId, ParentId, Parent.Name, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityId IN ${soqlList(ids)}`,
            })
          ).grants
        );
  const whole = apps.map(({ app, id }) => ({
    app,
    id,
    key: settingsOf(app).consumerKey,
    grants: rows
      .filter((row) => id !== undefined && isSameId(String(row.SetupEntityId), id))
      .map((row) => ({
        setId: String(row.ParentId),
        name: String(field(row, 'Parent.Profile.Name') ?? field(row, 'Parent.Name')),
      })),
  }));
  const asked = await key();
  const isKnown = asked === undefined || whole.some((app) => app.key === asked);
  const components = all.map(({ component }) => component).filter((one) => !isOfHub(one, hubId));
  const usedApp = isKnown ? undefined : await findUsed(conn, components, asked);
  return { org, apps: whole, sets, users, usedApp };
};
