import type { Connection } from '@salesforce/core';
import { ownerOf, readMarker } from '../metadata/marker.ts';
import { listComponents, readComponents } from '../org/metadata.ts';
import { type App, satelliteTypes } from './app.ts';
import { readExternalClientApp } from './externalClientApp.ts';
import { asConnectedApp, isOwnApp } from './findApp.ts';

/** The apps of a hub on a spoke, and every name that is taken there. */
export type Siblings = { apps: App[]; taken: string[] };

/** Org ids of the hubs that have apps on a spoke, by the markers of these. Changes nothing. */
export const readHubs = async (conn: Connection): Promise<string[]> => {
  const types = ['ConnectedApp', 'ExternalClientApplication'] as const;
  const names = await listComponents(conn, types);
  const apps = (await Promise.all(types.map((type) => readComponents(conn, type, names[type])))).flat();
  const ids = apps.flatMap(({ body }) => readMarker(body.description)?.hubId ?? []);
  return [...new Set(ids)];
};

/**
 * Reads all apps on a spoke that carry the marker of a hub: while a certificate is rotated there are two. Changes nothing.
 */
export const readSiblings = async (conn: Connection, hubId: string): Promise<Siblings> => {
  const names = await listComponents(conn, [
    'ConnectedApp',
    'ExternalClientApplication',
    ...Object.values(satelliteTypes),
  ]);
  const own = names.ConnectedApp.filter(isOwnApp);
  const [external, connected] = await Promise.all([
    readComponents(conn, 'ExternalClientApplication', names.ExternalClientApplication),
    readComponents(conn, 'ConnectedApp', own),
  ]);
  const isOfHub = ({ body }: { body: Record<string, unknown> }): boolean =>
    ownerOf(body.description, hubId) === 'ours';
  const whole = await Promise.all(
    external.filter(isOfHub).map((component) => readExternalClientApp(conn, component))
  );
  return {
    apps: [...whole.map(({ app }) => app), ...connected.filter(isOfHub).map(asConnectedApp)],
    taken: Object.values(names).flat(),
  };
};
