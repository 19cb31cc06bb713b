import type { Connection } from '@salesforce/core';
import { certificateOrg, namesCertificate } from '../metadata/certificate.ts';
import { isSameId } from '../metadata/marker.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { deleteComponents } from '../org/metadata.ts';
import { isUnfinished } from './phase.ts';
import { isOwnCertificate } from '../names.ts';

/** Pure: certificates that this plugin made on the hub and that no credential uses. */
export const unusedCertificates = ({
  certificates,
  externalCredentials,
  namedCredentials,
  org,
}: HubState): string[] =>
  certificates.flatMap(({ name, x509 }) => {
    const isOwn = isOwnCertificate(name) && isSameId(certificateOrg(x509) ?? '', org.id);
    const isUsed = [...externalCredentials, ...namedCredentials].some((one) => namesCertificate(one, name));
    return isOwn && !isUsed ? [name] : [];
  });

/**
 * Deletes what `unusedCertificates` names, unless a rotation is under way: its old app may have to be gone back to.
 * @returns names of the certificates that were deleted
 */
export const deleteUnused = async (hub: Connection, alias: string): Promise<string[]> => {
  const state = await observeHub(hub, alias);
  if (state.credentials.some(isUnfinished)) return [];
  const names = unusedCertificates(state);
  const errors = await deleteComponents(hub, 'Certificate', names);
  return names.filter((name) => !errors.some((error) => error.name === name));
};
