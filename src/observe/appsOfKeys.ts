import type { Connection } from '@salesforce/core';
import type { AppKind } from '../metadata/spoke.ts';
import { listComponents, readComponents } from '../org/metadata.ts';
import { consumerKeyIn } from './app.ts';
import { readKeys } from './externalClientApp.ts';
import { isOwnApp, markedBy } from './findApp.ts';

/** An app of a spoke: its name and kind. */
export type AppOfKey = { app: string; kind: AppKind };

const appTypes = ['ExternalClientApplication', 'ExtlClntAppGlobalOauthSettings', 'ConnectedApp'] as const;

/**
 * The apps that some consumer keys belong to, with as few requests as can be: two for external client apps, a third for
 * connected apps. Where the spoke hides keys, an app that the hub made counts as the one of a key that is nobody else's.
 * @returns by key; a key whose app was not found is missing
 */
export const findAppsOfKeys = async (
  conn: Connection,
  keys: string[],
  hub: { hubId: string; spokeId: string }
): Promise<Map<string, AppOfKey>> => {
  const {
    ExternalClientApplication: external,
    ExtlClntAppGlobalOauthSettings: settings,
    ConnectedApp: connected,
  } = await listComponents(conn, appTypes);
  const found = new Map<string, AppOfKey>();
  const take = (key: string | undefined, app: AppOfKey): void => {
    if (key !== undefined && keys.includes(key)) found.set(key, app);
  };
  const isDone = (): boolean => keys.every((key) => found.has(key));
  const known = await readKeys(conn, settings.filter(isOwnApp));
  for (const { consumerKey, app } of known) take(consumerKey, { app, kind: 'external-client-app' });
  if (isDone()) return found;

  for (const component of await readComponents(conn, 'ConnectedApp', connected.filter(isOwnApp)))
    take(consumerKeyIn(component), { app: component.fullName, kind: 'connected-app' });
  const hidden = known.flatMap(({ consumerKey, app }) => (consumerKey === undefined ? [app] : []));
  if (isDone() || hidden.length === 0) return found;

  const candidates = await readComponents(
    conn,
    'ExternalClientApplication',
    external.filter((name) => hidden.includes(name))
  );
  const marked = markedBy(candidates, hub);
  if (marked.length === 1)
    for (const key of keys)
      if (!found.has(key)) take(key, { app: marked[0].fullName, kind: 'external-client-app' });
  return found;
};
