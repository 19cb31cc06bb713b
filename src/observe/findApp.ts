import type { Connection } from '@salesforce/core';
import { asList, type Component, textOf } from '../metadata/component.ts';
import { isSameId, readMarker } from '../metadata/marker.ts';
import { type AppKind, type AppNames, connectedAppNames } from '../metadata/spoke.ts';
import { isPackaged, isSameName } from '../names.ts';
import { listIds, readComponents } from '../org/metadata.ts';
import { type App, type ConnectedApp, consumerKeyIn, settingsOf } from './app.ts';
import {
  nameByKey,
  readExternalClientApp,
  readTakenNames,
  readUsualSatellites,
  sharedSet,
  type UsualSatellites,
} from './externalClientApp.ts';

/** By what the app of a link is recognised: the consumer key that the hub names, the hub's marker, or a name. */
export type AppSelector = {
  hubId: string;
  spokeId: string;
  appName: string;
  isNameGiven: boolean;
  /** Whether an app counts that has the name and nothing else of the link: it is in the way, but not the link's. */
  isNameEnough: boolean;
  /** Undefined: of either kind. */
  kind?: AppKind;
  /** The key that the hub names. */
  consumerKey?: () => Promise<string | undefined>;
};

/** The apps that a spoke has, as far as one query tells. */
export type AppsThere = {
  /** Names; undefined in an org without external client apps. */
  externalClientApps?: string[];
  hasConnectedApps: boolean;
};

type FoundApp = { app?: App; id?: string; taken: string[] };

const named = (apps: Component[], name: string | undefined): Component | undefined =>
  apps.find(({ fullName }) => isSameName(fullName, name));

/** The apps that a hub made for itself: on this spoke, or else before the spoke was refreshed. */
export const markedBy = (
  apps: Component[],
  { hubId, spokeId }: Pick<AppSelector, 'hubId' | 'spokeId'>
): Component[] => {
  const ofHub = apps.filter(({ body }) => isSameId(readMarker(body.description)?.hubId ?? '', hubId));
  const exact = ofHub.filter(({ body }) => isSameId(readMarker(body.description)?.spokeId ?? '', spokeId));
  return exact.length > 0 ? exact : ofHub;
};

/** A name with a prefix is that of a package's app, which can't be a link's. */
export const isOwnApp = (name: string): boolean => !isPackaged(name);

/** A connected app with the names that go with it; the permission set is one that it names by its label. */
export const asConnectedApp = (component: Component): ConnectedApp => {
  const names = connectedAppNames(component.fullName);
  const permissionSet = sharedSet(names, asList(component.body.permissionSetName).map(textOf));
  return { names: { ...names, permissionSet }, component };
};

type ConnectedApps = { components: Component[]; ids: Map<string, string> };

/** The spoke's own connected apps. */
const readConnectedApps = async (
  conn: Connection,
  { hasConnectedApps }: AppsThere,
  { kind, isNameGiven, appName }: AppSelector
): Promise<ConnectedApps> => {
  if (!hasConnectedApps || kind === 'external-client-app') return { components: [], ids: new Map() };
  const ids = await listIds(conn, 'ConnectedApp');
  const own = [...ids.keys()].filter(isOwnApp);
  const asked = isNameGiven ? own.filter((name) => isSameName(name, appName)) : own;
  return { components: await readComponents(conn, 'ConnectedApp', asked), ids };
};

/** As many apps as one call reads. */
const fewApps = 10;

/** The spoke's external client apps, and beside them, where they are few, what belongs to them: whose they are shows later. */
const readExternalClientApps = async (
  conn: Connection,
  names: string[]
): Promise<{ external: Component[]; known?: UsualSatellites }> => {
  if (names.length === 0) return { external: [] };
  const [external, known] = await Promise.all([
    readComponents(conn, 'ExternalClientApplication', names),
    names.length <= fewApps ? readUsualSatellites(conn, names) : undefined,
  ]);
  return { external, known };
};

/** The app whose consumer key the hub names. What a sandbox refresh copied names the key of another hub's app. */
const ofKey = async (
  conn: Connection,
  { external, connected }: { external: Component[]; connected: Component[] },
  selector: AppSelector,
  mayBeOthers: boolean
): Promise<Component | undefined> => {
  const key = await selector.consumerKey?.();
  if (key === undefined) return undefined;
  const found =
    connected.find((component) => consumerKeyIn(component) === key) ??
    (external.length > 0 ? named(external, await nameByKey(conn, key)) : undefined);
  const marker = readMarker(found?.body.description);
  return marker && !isSameId(marker.hubId, selector.hubId) && !mayBeOthers ? undefined : found;
};

const isOfHubsKey = async (app: App, { consumerKey }: AppSelector): Promise<boolean> => {
  const [own, key] = [settingsOf(app).consumerKey, await consumerKey?.()];
  return own === undefined || key === undefined || own === key;
};

/**
 * Finds the app of a link, of either kind, and reads it whole. Connected apps are looked at only where no external
 * client app settles it.
 * @returns the app, if it is there, the id of a connected app, and the names that parts would need but another app has
 */
export const findApp = async (
  conn: Connection,
  there: AppsThere,
  selector: AppSelector
): Promise<FoundApp> => {
  const { kind, isNameGiven, appName } = selector;
  const names = kind === 'connected-app' ? [] : (there.externalClientApps ?? []);
  const { external, known } = await readExternalClientApps(conn, names);
  const marked = markedBy(external, selector);
  const first = isNameGiven ? named(external, appName) : marked.length === 1 ? marked[0] : undefined;
  const seen = first && (await readExternalClientApp(conn, first, known));
  if (seen && (isNameGiven || (await isOfHubsKey(seen.app, selector)))) return seen;

  const { components: connected, ids } = await readConnectedApps(conn, there, selector);
  const all = [...external, ...connected];
  const allMarked = markedBy(all, selector);
  const component = isNameGiven
    ? named(connected, appName)
    : ((await ofKey(conn, { external, connected }, selector, allMarked.length === 0)) ??
      allMarked[0] ??
      named(all, appName));
  if (component && component === first) return seen!;
  if (component) {
    const found =
      component.type === 'ConnectedApp'
        ? { app: asConnectedApp(component), id: ids.get(component.fullName), taken: [] }
        : await readExternalClientApp(conn, component, known);
    const isOfLink =
      selector.isNameEnough || allMarked.includes(component) || (await isOfHubsKey(found.app, selector));
    return isOfLink ? found : { taken: [] };
  }
  const isNew = kind !== 'connected-app' && there.externalClientApps !== undefined;
  return { taken: isNew ? await readTakenNames(conn, appName) : [] };
};

/** The consumer key that an org made for an app; undefined when it does not tell. */
export const readConsumerKey = async (conn: Connection, names: AppNames): Promise<string | undefined> => {
  const [holder] =
    names.kind === 'connected-app'
      ? await readComponents(conn, 'ConnectedApp', [names.app])
      : await readComponents(conn, 'ExtlClntAppGlobalOauthSettings', [names.globalOauthSettings]);
  return holder && consumerKeyIn(holder);
};
