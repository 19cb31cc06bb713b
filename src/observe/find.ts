import { isSameId, ownerOf, readMarker } from '../metadata/marker.ts';
import { isSameName, originOf } from '../names.ts';
import type { Credential, HubState } from './hub.ts';

/** Whether a credential sends its assertions or its callouts to a spoke. */
export const pointsTo = ({ tokenUrl, namedCredentials }: Credential, spokeUrl: string): boolean =>
  originOf(tokenUrl) === spokeUrl || namedCredentials.some(({ url }) => originOf(url) === spokeUrl);

/** The credential of a name; its case does not matter. */
export const credentialNamed = (hub: HubState, name: string): Credential | undefined =>
  hub.credentials.find((credential) => isSameName(credential.name, name));

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
  const marked = (credential: Credential): boolean => {
    const found = readMarker(credential.component.body.description);
    return found !== undefined && isSameId(found.hubId, hub.org.id) && isSameId(found.spokeId, spoke.id);
  };
  const ours = hub.credentials.filter(
    ({ component }) => ownerOf(component.body.description, hub.org.id) !== 'foreign'
  );
  return hub.credentials.find(marked) ?? ours.find((credential) => pointsTo(credential, spoke.url));
};
