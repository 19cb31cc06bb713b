import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId, readMarker } from '../metadata/marker.ts';
import { type AppNames, newAppNames } from '../metadata/spoke.ts';
import { isSameName } from '../names.ts';
import { listComponents, readComponents } from '../org/metadata.ts';

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

/** By what the app of a link is recognised: the consumer key that the hub names, the hub's marker, or a name. */
export type AppSelector = {
  hubId: string;
  spokeId: string;
  appName: string;
  isNameGiven: boolean;
  /** Asked only where the rest does not settle it. */
  consumerKey?: () => Promise<string | undefined>;
};

const namesOf = async (conn: Connection, satellite: Satellite): Promise<string[]> => {
  const type = satelliteTypes[satellite];
  return (await listComponents(conn, [type]))[type];
};

const ofApp = (app: string, components: Component[]): Component | undefined =>
  components.find(({ body }) => body.externalClientApplication === app);

type Found = { satellite: Satellite; part?: Component; taken?: string };

/** A satellite by the name that it usually has, otherwise among all by the app that it references. */
const readSatellite = async (
  conn: Connection,
  app: string,
  exists: boolean,
  satellite: Satellite
): Promise<Found> => {
  const type = satelliteTypes[satellite];
  const [usual] = await readComponents(conn, type, [newAppNames(app)[satellite]]);
  if (usual?.body.externalClientApplication === app) return { satellite, part: usual };
  const part = exists
    ? ofApp(app, await readComponents(conn, type, await namesOf(conn, satellite)))
    : undefined;
  return { satellite, part, taken: part ? undefined : usual?.fullName };
};

const markedBy = (apps: Component[], { hubId, spokeId }: AppSelector): Component[] => {
  const ofHub = apps.filter(({ body }) => isSameId(readMarker(body.description)?.hubId ?? '', hubId));
  const exact = ofHub.filter(({ body }) => isSameId(readMarker(body.description)?.spokeId ?? '', spokeId));
  return exact.length > 0 ? exact : ofHub;
};

/** Name of the app that has a consumer key. */
const nameByKey = async (conn: Connection, key: string | undefined): Promise<string | undefined> => {
  if (key === undefined) return undefined;
  const names = await namesOf(conn, 'globalOauthSettings');
  const all = await readComponents(conn, satelliteTypes.globalOauthSettings, names);
  return all.find(({ body }) => body.consumerKey === key)?.body.externalClientApplication as
    string | undefined;
};

const pickApp = async (
  conn: Connection,
  apps: Component[],
  selector: AppSelector
): Promise<Component | undefined> => {
  const byName = (name: string | undefined): Component | undefined =>
    apps.find(({ fullName }) => isSameName(fullName, name));
  if (selector.isNameGiven) return byName(selector.appName);
  const marked = markedBy(apps, selector);
  if (marked.length === 1) return marked[0];
  const ofKey = byName(await nameByKey(conn, await selector.consumerKey?.()));
  return ofKey ?? marked[0] ?? byName(selector.appName);
};

/**
 * Reads the app of a link with its satellites.
 * @param apps names of all external client apps of the spoke
 * @returns the app, if it is there, and the satellite names that it would need but another app has
 */
export const readApp = async (
  conn: Connection,
  apps: string[],
  selector: AppSelector
): Promise<{ app?: App; taken: string[] }> => {
  const components = await readComponents(conn, 'ExternalClientApplication', apps);
  const component = await pickApp(conn, components, selector);
  const name = component?.fullName ?? selector.appName;
  const found = await Promise.all(
    satellites.map((satellite) => readSatellite(conn, name, component !== undefined, satellite))
  );
  const taken = found.flatMap(({ taken: other }) => other ?? []);
  if (!component) return { taken };
  const there = found.flatMap(({ satellite, part }) => (part ? [[satellite, part] as const] : []));
  const own = Object.fromEntries(there.map(([satellite, { fullName }]) => [satellite, fullName]));
  const names = { ...newAppNames(name), ...own };
  return { app: { names, component, ...Object.fromEntries(there) }, taken };
};
