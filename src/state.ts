import { ownerOf, readRetiring } from './metadata/marker.ts';
import { isCopied } from './observe/copy.ts';
import type { Credential } from './observe/credential.ts';
import { type HubState, isUsable } from './observe/hub.ts';
import { isSameName } from './names.ts';
import type { LinkState } from './result.ts';

/** Whether the hub says that a part of a link is not there. What it does not tell is taken to be there. */
const lacksPart = (hub: HubState, credential: Credential): boolean => {
  const { name, tokenUrl, claims, certificate, principals, perUserPrincipals, namedCredentials } = credential;
  return (
    !tokenUrl ||
    !claims.iss ||
    !claims.sub ||
    certificate === undefined ||
    !hub.certificateNames.includes(certificate) ||
    principals.length + perUserPrincipals.length === 0 ||
    namedCredentials.length === 0 ||
    hub.permissionSets?.some((set) => isSameName(set, name)) === false
  );
};

/**
 * Pure: how a link is, as far as the hub tells; null for what is not a link of ours. Of several things that are the
 * matter the one is named that has to be mended first.
 */
export const stateOf = (hub: HubState, credential: Credential, now: Date): LinkState | null => {
  const { description } = credential.component.body;
  if (ownerOf(description, hub.org.id) === 'foreign') return null;
  if (isCopied(hub, credential)) return 'copied';
  if (hub.pendingCertificates.includes(credential.certificate ?? '')) return 'pending';
  const certificate = hub.certificates.find(({ name }) => name === credential.certificate);
  if (certificate && !isUsable(certificate, hub.org.id, now)) return 'expired';
  if (lacksPart(hub, credential)) return 'incomplete';
  return readRetiring(description) ? 'retiring' : 'linked';
};
