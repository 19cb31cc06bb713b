import { appWords } from '../appWords.ts';
import { commandFor } from '../command.ts';
import { exitCodes, failure } from '../text/messages.ts';
import { marker } from '../metadata/marker.ts';
import { type App, labelOf } from '../observe/app.ts';
import { readConsumerKey } from '../observe/findApp.ts';
import { leafOf } from '../observe/hub.ts';
import { preAuthorise } from '../org/preAuthorise.ts';
import { atOrg } from '../org/explain.ts';
import { tryTokenUntil } from '../verify/token.ts';
import type { LinkView } from '../verify/view.ts';
import type { Context, Rotating, Target } from './context.ts';
import { deployAll } from './deployAll.ts';
import { successorNames, successorParts } from './successor.ts';

/** The app that takes another's place, and the key that the hub has to name. */
export type NextApp = { app: App; consumerKey: string };

/** Makes the app that takes the place of the link's, unless it is there already. */
const makeApp = async (view: Rotating, target: Target, context: Context): Promise<App> => {
  const { hub, spoke, siblings, conn, spokeName } = view;
  const old = spoke.app!;
  const names = successorNames(old, hub.org.url, siblings.taken);
  const parts = successorParts(old, names, {
    hubUrl: hub.org.url,
    spoke,
    marker: marker(hub.org.id, spoke.org.id),
    certificate: leafOf(target),
  });
  const link = { hub: view.hubName, spoke: spokeName, name: view.credential.name };
  const external = commandFor('link', { ...link, app: 'external-client-app', certificate: target.name });
  await deployAll(conn, spokeName, parts, context, external);
  context.did('app');
  return { names, component: parts[0] } as App;
};

/**
 * Has an app on the spoke that trusts the new certificate and lets in whom the old one does.
 * @param existing what an earlier run made
 * @throws SfError when the spoke refuses, or does not tell the app's consumer key
 */
export const haveNextApp = async (
  view: Rotating,
  target: Target,
  existing: App | undefined,
  context: Context
): Promise<NextApp> => {
  const { conn, spoke, spokeName } = view;
  const app = existing ?? (await makeApp(view, target, context));
  return atOrg(
    spokeName,
    conn.instanceUrl,
    (async () => {
      const setIds = spoke.preAuthorised.map(({ id }) => id);
      const [consumerKey] = await Promise.all([
        readConsumerKey(conn, app.names),
        preAuthorise(conn, app.names, setIds),
      ]);
      if (consumerKey !== undefined) return { app, consumerKey };
      const words = appWords(app.names.kind, labelOf(app));
      throw failure(
        'nextKeyHidden',
        { spoke: spokeName, app: app.names.app, again: context.again, ...words },
        exitCodes.unfinished
      );
    })()
  );
};

/** The link as it will be: it signs with the new certificate for the new app. */
const switchedView = (view: Rotating, target: Target, { app, consumerKey }: NextApp): LinkView => {
  const claims = { ...view.credential.claims, iss: consumerKey };
  return {
    ...view,
    certificate: target,
    credential: { ...view.credential, certificate: target.name, claims },
    spoke: { ...view.spoke, app },
  };
};

/**
 * Proves by a token exchange that the spoke lets the hub in with the new certificate through the new app. Nothing of the
 * link is changed so far.
 * @throws SfError with exit code 69 where it may only need time
 */
export const prove = async (
  view: Rotating,
  target: Target,
  next: NextApp,
  { hub, deadline, clock, waiting, again }: Context
): Promise<void> => {
  const switched = switchedView(view, target, next);
  const { check, pending } = await tryTokenUntil(switched, hub, { deadline, clock, waiting });
  if (check.status === 'passed') return;
  const { spokeName: spoke, credential } = view;
  const values = { name: credential.name, spoke, app: next.app.names.app, problem: check.message, again };
  throw pending
    ? failure('notProvenYet', values, exitCodes.unfinished)
    : failure('notProven', values, exitCodes.failed);
};
