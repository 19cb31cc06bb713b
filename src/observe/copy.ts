import { fingerprint } from '../metadata/certificate.ts';
import { allowsProduction, isAdopted, isSameId, ownerOf, readMarker } from '../metadata/marker.ts';
import { isSameName, looksLikeProduction, nameOfOrg, originOf } from '../names.ts';
import { settingsOf } from './app.ts';
import { pointsTo } from './find.ts';
import type { Credential } from './credential.ts';
import { type HubState, makerOf } from './hub.ts';
import type { SpokeState } from './spoke.ts';

/** An org to which a credential may lead, where somebody is logged in to it. */
type KnownOrg = { url: string; isProduction: boolean };

/** Origins to which a credential sends its assertions and its callouts. */
const leadsTo = ({ tokenUrl, namedCredentials }: Credential): string[] =>
  [tokenUrl, ...namedCredentials.map(({ url }) => url)]
    .flatMap((url) => originOf(url) ?? [])
    .filter((origin) => /^https?:/.test(origin));

/** Whether a credential leads to production: as an org says that is known, otherwise as the address looks. */
export const leadsToProduction = (credential: Credential, known?: KnownOrg): boolean =>
  leadsTo(credential).some((origin) =>
    origin === known?.url ? known.isProduction : looksLikeProduction(origin)
  );

const certificateOf = (
  { certificates }: HubState,
  { certificate }: Credential
): HubState['certificates'][number] | undefined =>
  certificates.find(({ name }) => isSameName(name, certificate));

/**
 * Pure: whether a link of ours is what a sandbox refresh copied, and nobody has re-pointed it since. Its marker names
 * another hub; or, because a refresh puts the sandbox's own id in the place of production's wherever it stands in a text
 * (Salesforce Help, data_sandbox_servers_and_ids), it is the marker of a sandbox that signs with another org's
 * certificate, or calls production without ever having been allowed to.
 * @param known the org to which it may lead
 */
export const isCopied = (hub: HubState, credential: Credential, known?: KnownOrg): boolean => {
  const { description } = credential.component.body;
  const owner = ownerOf(description, hub.org.id);
  if (owner !== 'ours' || !hub.org.isSandbox) return owner === 'copy';
  const certificate = certificateOf(hub, credential);
  const isOthersCertificate = certificate !== undefined && makerOf(certificate, hub.org.id) === 'other';
  return isOthersCertificate || (leadsToProduction(credential, known) && !allowsProduction(description));
};

/** Pure: the copied links that led to another org of a spoke's My Domain name: as a rule to the production org of a sandbox. */
export const copiesFor = (hub: HubState, spokeUrl: string): Credential[] =>
  hub.credentials.filter(
    (credential) =>
      isCopied(hub, credential) &&
      leadsTo(credential).some((origin) => nameOfOrg(origin) === nameOfOrg(spokeUrl))
  );

/** Pure: the one of them that becomes the link to that spoke: the one of the default name, or else the only one. */
export const copyFor = (hub: HubState, spokeUrl: string): Credential | undefined => {
  const copies = copiesFor(hub, spokeUrl);
  const usual = copies.find(({ name }) => isSameName(name, nameOfOrg(spokeUrl)));
  return usual ?? (copies.length === 1 ? copies[0] : undefined);
};

/** Origin of the hub for which an app was made: its callback URL names it, and is set once. */
const madeFor = ({ app }: SpokeState): string => originOf(app && settingsOf(app).callbackUrl) ?? '';

/** Whether an app was made for a link of which a credential is the other end, or for the production org of a hub. */
const isOtherEnd = (hub: HubState, credential: Credential, spoke: SpokeState): boolean => {
  if (!spoke.app) return false;
  const { consumerKey, certificate } = settingsOf(spoke.app);
  const trusted = certificate === undefined ? undefined : fingerprint(certificate);
  const origin = madeFor(spoke);
  return (
    (consumerKey !== undefined && consumerKey === credential.claims.iss) ||
    (trusted !== undefined && trusted === certificateOf(hub, credential)?.x509.fingerprint256) ||
    (looksLikeProduction(origin) && nameOfOrg(origin) === nameOfOrg(hub.org.url))
  );
};

/**
 * Pure: whether what a spoke holds under another hub's marker is this hub's all the same. Made for this hub's My Domain
 * it is of the time before the hub was refreshed. On a sandbox it may be a copy of what production's hub made on
 * production's spoke: its marker names another spoke; or it names this one, because the refresh put its id there, and the
 * app is the other end of what the hub holds. It is not where that names or leads to this very sandbox: then another hub
 * calls it.
 * @param credential of the link in question
 */
export const isReclaimed = (
  hub: HubState,
  credential: Credential | undefined,
  spoke: SpokeState
): boolean => {
  const { app, permissionSet, org } = spoke;
  const { description } = (app?.component ?? permissionSet)?.body ?? {};
  const marked = readMarker(description);
  if (!marked || isSameId(marked.hubId, hub.org.id)) return false;
  // The callback URL of what was taken over is its maker's affair.
  if (madeFor(spoke) === hub.org.url && !isAdopted(description)) return true;
  if (!org.isSandbox) return false;
  if (!isSameId(marked.spokeId, org.id)) return true;
  if (!credential) return false;
  const named = readMarker(credential.component.body.description)?.spokeId ?? '';
  const isLinked = isSameId(named, org.id) || (isCopied(hub, credential) && pointsTo(credential, org.url));
  return !isLinked && isOtherEnd(hub, credential, spoke);
};
