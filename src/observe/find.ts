import { isMarkedFor, ownerOf } from '../metadata/marker.ts';
import { failure } from '../text/messages.ts';
import { isSameName, nameOfOrg, originOf } from '../names.ts';
import type { Credential } from './credential.ts';
import type { HubState } from './hub.ts';

/** Whether a credential sends its assertions or its callouts to a spoke. */
export const pointsTo = ({ tokenUrl, namedCredentials }: Credential, spokeUrl: string): boolean =>
  originOf(tokenUrl) === spokeUrl || namedCredentials.some(({ url }) => originOf(url) === spokeUrl);

const byName = (a: Credential, b: Credential): number =>
  a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1;

/** Some credentials by name, in an order that does not depend on the org's. */
export const inOrderOfNames = (credentials: Credential[]): Credential[] => [...credentials].sort(byName);

/**
 * Pure: the credentials that are links of ours, by name: every one for the JWT bearer flow that carries a marker, a
 * sandbox refresh's copies included.
 */
export const linksOf = (hub: HubState): Credential[] =>
  inOrderOfNames(
    hub.credentials.filter(({ component }) => ownerOf(component.body.description, hub.org.id) !== 'foreign')
  );

/** The name that a command has to give to mean a link; undefined where it would choose that name itself. */
export const nameToGive = (
  hub: HubState,
  credential: Credential,
  spokeUrl: string | undefined
): string | undefined => {
  const isOnly =
    spokeUrl !== undefined && hub.credentials.filter((other) => pointsTo(other, spokeUrl)).length < 2;
  return isOnly && nameOfOrg(spokeUrl) === credential.name ? undefined : credential.name;
};

/** The credential of a name; its case does not matter. */
export const credentialNamed = (hub: HubState, name: string): Credential | undefined =>
  hub.credentials.find((credential) => isSameName(credential.name, name));

/**
 * The credential of a link that is being worked on.
 * @param org alias of the hub
 * @throws SfError when somebody else has taken it away meanwhile
 */
export const presentCredential = (hub: HubState, name: string, org: string): Credential => {
  const credential = credentialNamed(hub, name);
  if (!credential) throw failure('linkGone', { hub: org, name });
  return credential;
};

/**
 * The credential of a hub that links to a spoke: under the asked name, by its marker, or by where it points.
 * @param spokeUrl origin of the spoke's My Domain
 */
export const findCredential = (
  hub: HubState,
  spoke: { id: string; url: string },
  name?: string
): Credential | undefined => {
  if (name !== undefined) return credentialNamed(hub, name);
  const marked = ({ component }: Credential): boolean =>
    isMarkedFor(component.body.description, hub.org.id, spoke.id);
  return hub.credentials.find(marked) ?? linksOf(hub).find((credential) => pointsTo(credential, spoke.url));
};
