import { appWords } from '../appWords.ts';
import { exitCodes, failure } from '../text/messages.ts';
import { readConsumerKey } from '../observe/findApp.ts';
import { preAuthorise } from '../org/preAuthorise.ts';
import { assignHalf, type Half, saveHalf } from './half.ts';
import type { PlannedApp } from './plan.ts';

/**
 * Saves the app and its permission set on a spoke.
 * @param certificatePem of the leaf certificate that the app is to trust
 * @throws SfError when the spoke refuses, or is not finished in time
 */
export const saveOnSpoke = (half: Half, certificatePem: string | undefined): Promise<void> =>
  saveHalf(half, { certificatePem });

/**
 * Lets the service user in: the permission set pre-authorises the app, and is assigned.
 * @param setIds ids of the permission sets that are to pre-authorise the app; without them it is the link's own
 */
export const authoriseOnSpoke = async (half: Half, { app }: PlannedApp, setIds?: string[]): Promise<void> => {
  const isMissing = half.steps.some(
    ({ org, type, action }) => org === 'spoke' && type === 'SetupEntityAccess' && action === 'create'
  );
  if (isMissing) await preAuthorise(half.conn, app, setIds);
  await assignHalf(half);
};

/** The consumer key that the spoke made for the app. @throws SfError with exit code 69 when the org does not reveal it */
export const madeConsumerKey = async (half: Half, { app, appLabel }: PlannedApp): Promise<string> => {
  const key = await readConsumerKey(half.conn, app);
  if (key !== undefined) return key;
  throw failure(
    'consumerKeyHidden',
    { spoke: half.org, app: app.app, again: half.again, ...appWords(app.kind, appLabel) },
    exitCodes.unfinished
  );
};
