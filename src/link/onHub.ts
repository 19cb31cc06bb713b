import { textOf } from '../metadata/component.ts';
import { isRefreshing, refreshed } from '../metadata/signing.ts';
import type { HubCertificate } from '../observe/hub.ts';
import { assignHalf, deployHalf, type Half, saveHalf } from './half.ts';
import { makeCertificate } from './makeCertificate.ts';
import { isSent, type Known, toDeploy } from './plan.ts';
import { refreshToken } from './refreshToken.ts';

/** Lets the hub make the certificate, where that is planned. @returns undefined when there is none to be made */
export const haveCertificate = async ({
  conn,
  org,
  steps,
  progress,
}: Pick<Half, 'conn' | 'org' | 'steps' | 'progress'>): Promise<HubCertificate | undefined> => {
  const step = steps.find((one) => one.type === 'Certificate' && isSent(one));
  if (!step) return undefined;
  progress({ stage: 'certificate' });
  return makeCertificate(conn, step.component!, org);
};

/** Saves the hub's half of a link, and lets its callout users in. @throws SfError when the hub refuses */
export const saveOnHub = async (half: Half, known: Known): Promise<void> => {
  await saveHalf(half, known);
  await assignHalf(half);
};

/**
 * Lets the hub fetch a new token where whose token it needs has changed. Whether it could, the callout of verify shows:
 * who links may not be allowed to call.
 * @param name of the link
 */
export const replaceToken = async (half: Half, known: Known, name: string): Promise<void> => {
  const credential = toDeploy(half, 'hub', known).find(({ type }) => type === 'ExternalCredential');
  if (!credential || !isRefreshing(credential)) return;
  await refreshToken(half.conn, name, half.namespace);
  await deployHalf(half, [refreshed(credential, textOf(credential.body.description))]);
};
