import { commandFor } from '../link/command.ts';
import type { HubLink } from '../link/hubLink.ts';
import type { Credential, HubCertificate, HubState } from '../link/hubState.ts';
import { myDomain, nameOfOrg, originOf } from '../link/names.ts';
import type { SpokeState } from '../link/spokeState.ts';
import { ownerOf, readMarker } from '../metadata/marker.ts';
import type { Values } from '../messages.ts';

/** Everything that the rungs look at, of one link. */
export type LinkView = {
  hub: HubState;
  link: HubLink;
  credential: Credential;
  certificate?: HubCertificate;
  /** Undefined without a login to the spoke. */
  spoke?: SpokeState;
  /** Users, besides the one who is logged in, who have to be able to use the link. */
  calloutUsers: string[];
  /** How commands call the orgs. */
  hubName: string;
  spokeName?: string;
};

/** Origin of the spoke: its My Domain where there is a login, otherwise where the credential points. */
export const spokeUrlOf = ({ spoke, credential }: LinkView): string | undefined =>
  spoke ? (myDomain(spoke.org.url) ?? spoke.org.url) : originOf(credential.tokenUrl);

/** The spoke's org id: seen there, or named by the marker. */
export const spokeIdOf = ({ spoke, credential }: LinkView): string | undefined =>
  spoke?.org.id ?? readMarker(credential.component.body.description)?.spokeId;

/** The named credential that goes by the link's name, or else the first that uses its external credential. */
export const namedCredentialOf = ({
  credential,
}: LinkView): Credential['namedCredentials'][number] | undefined =>
  credential.namedCredentials.find(({ name }) => name === credential.name) ?? credential.namedCredentials[0];

/** Values for messages: how the ends are called, and the command that puts things right. */
export const valuesOf = (view: LinkView): Values => {
  const { hub, link, credential, spoke, hubName, spokeName = 'ALIAS_OF_SPOKE' } = view;
  const spokeUrl = spokeUrlOf(view);
  const parts = [credential.component, link.permissionSet, spoke?.app?.component, spoke?.permissionSet];
  const isForeign = parts.some((part) => part && ownerOf(part.body.description, hub.org.id) === 'foreign');
  return {
    hub: hubName,
    spoke: spokeName,
    spokeUrl,
    name: credential.name,
    certificate: credential.certificate,
    app: spoke?.app?.names.app,
    permissionSet:
      spoke?.preAuthorised.find(({ ofProfile }) => !ofProfile)?.name ?? spoke?.app?.names.permissionSet,
    serviceUser: credential.claims.sub,
    // Inside a quoted SOQL text inside a quoted shell word.
    serviceUserText: {
      command: String(credential.claims.sub).replace(/['"\\$`]/g, (c) => (c === "'" ? "\\\\'" : `\\${c}`)),
    },
    link: commandFor('link', {
      hub: hubName,
      spoke: spokeName,
      name: spokeUrl && nameOfOrg(spokeUrl) === credential.name ? undefined : credential.name,
      adopt: isForeign,
    }),
  };
};
