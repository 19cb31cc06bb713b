import type { Connection } from '@salesforce/core';
import { type Component, textOf } from '../metadata/component.ts';
import { type AppNames, newAppNames } from '../metadata/spoke.ts';
import { isSameName } from '../names.ts';
import { listComponents, readComponents } from '../org/metadata.ts';
import { consumerKeyIn, type ExternalClientApp, type Satellite, satellites, satelliteTypes } from './app.ts';

const namesOf = async (conn: Connection, satellite: Satellite): Promise<string[]> => {
  const type = satelliteTypes[satellite];
  return (await listComponents(conn, [type]))[type];
};

/** Whether a satellite belongs to an app. */
const isOf =
  (app: string) =>
  ({ body }: Component): boolean =>
    isSameName(textOf(body.externalClientApplication), app);

type Found = { satellite: Satellite; part?: Component; taken?: string };

/** The satellites of some apps that have the names which they usually have. */
export type UsualSatellites = Record<Satellite, Component[]>;

/** Reads the satellites of apps by the names that they usually have. */
export const readUsualSatellites = async (conn: Connection, apps: string[]): Promise<UsualSatellites> => {
  const read = satellites.map(async (satellite) => {
    const names = apps.map((app) => newAppNames(app)[satellite]);
    return [satellite, await readComponents(conn, satelliteTypes[satellite], names)] as const;
  });
  return Object.fromEntries(await Promise.all(read)) as UsualSatellites;
};

/** A satellite by the name that it usually has, otherwise among all by the app that it references. */
const readSatellite = async (
  conn: Connection,
  app: string,
  exists: boolean,
  satellite: Satellite,
  there: UsualSatellites
): Promise<Found> => {
  const type = satelliteTypes[satellite];
  const usual = there[satellite].find(({ fullName }) => isSameName(fullName, newAppNames(app)[satellite]));
  if (usual && isOf(app)(usual)) return { satellite, part: usual };
  const all = exists ? await readComponents(conn, type, await namesOf(conn, satellite)) : [];
  const part = all.find(isOf(app));
  return { satellite, part, taken: part ? undefined : usual?.fullName };
};

const readSatellites = async (
  conn: Connection,
  app: string,
  exists: boolean,
  known?: UsualSatellites
): Promise<Found[]> => {
  const there = known ?? (await readUsualSatellites(conn, [app]));
  return Promise.all(satellites.map((satellite) => readSatellite(conn, app, exists, satellite, there)));
};

const takenIn = (found: Found[]): string[] => found.flatMap(({ taken }) => taken ?? []);

/**
 * The permission set that pre-authorises an app: its own, or that of the app whose place it took in a rotation, whose
 * name differs by a counter.
 * @param listed the permission sets that the app's policy names
 */
export const sharedSet = ({ app, permissionSet }: AppNames, listed: string[]): string => {
  const shared = newAppNames(app.replace(/_\d+$/, '')).permissionSet;
  return !listed.includes(permissionSet) && listed.includes(shared) ? shared : permissionSet;
};

/**
 * Reads what belongs to an external client app, whatever its names: tools name it in different ways.
 * @param known satellites that have been read already, this app's among them
 * @returns the app, and the names that its missing satellites would get but another app's have
 */
export const readExternalClientApp = async (
  conn: Connection,
  component: Component,
  known?: UsualSatellites
): Promise<{ app: ExternalClientApp; taken: string[] }> => {
  const found = await readSatellites(conn, component.fullName, true, known);
  const there = found.flatMap(({ satellite, part }) => (part ? [[satellite, part] as const] : []));
  const own = Object.fromEntries(there.map(([satellite, { fullName }]) => [satellite, fullName]));
  const usual = newAppNames(component.fullName);
  const policy = there.find(([satellite]) => satellite === 'oauthPolicy')?.[1];
  const listed = textOf(policy?.body.commaSeparatedPermissionSet).split(/\s*,\s*/);
  const names = { ...usual, ...own, permissionSet: sharedSet(usual, listed) };
  return { app: { names, component, ...Object.fromEntries(there) }, taken: takenIn(found) };
};

/** Names that the satellites of a new app would get, but another app's have. */
export const readTakenNames = async (conn: Connection, app: string): Promise<string[]> =>
  takenIn(await readSatellites(conn, app, false));

/**
 * The external client apps that some global settings belong to, with the consumer key of each; without one where the
 * org does not tell it.
 */
export const readKeys = async (
  conn: Connection,
  globalOauthSettings: string[]
): Promise<{ app: string; consumerKey?: string }[]> =>
  (await readComponents(conn, satelliteTypes.globalOauthSettings, globalOauthSettings)).map((settings) => ({
    app: textOf(settings.body.externalClientApplication),
    consumerKey: consumerKeyIn(settings),
  }));

/** Name of the external client app that has a consumer key. */
export const nameByKey = async (conn: Connection, key: string): Promise<string | undefined> => {
  const keys = await readKeys(conn, await namesOf(conn, 'globalOauthSettings'));
  return keys.find(({ consumerKey }) => consumerKey === key)?.app;
};
