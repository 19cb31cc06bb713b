import { whereUsername, commandFor } from '../command.ts';
import { pointsTo } from '../observe/find.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { Credential, HubCertificate, HubState } from '../observe/hub.ts';
import { nameOfOrg, originOf } from '../names.ts';
import type { SpokeState } from '../observe/spoke.ts';
import type { Component } from '../metadata/component.ts';
import { isSameId, ownerOf, readMarker } from '../metadata/marker.ts';
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
  spoke?.org.url ?? originOf(credential.tokenUrl);

/** The spoke's org id: seen there, or named by the marker. */
export const spokeIdOf = ({ spoke, credential }: LinkView): string | undefined =>
  spoke?.org.id ?? readMarker(credential.component.body.description)?.spokeId;

/** Whether a claim is worked out by Salesforce for each callout, e.g. the name of whoever makes it. */
export const isFormula = (claim: string | undefined): boolean => claim?.includes('{!') === true;

/** The named credential that goes by the link's name, or else the first that uses its external credential. */
export const namedCredentialOf = ({
  credential,
}: LinkView): Credential['namedCredentials'][number] | undefined =>
  credential.namedCredentials.find(({ name }) => name === credential.name) ?? credential.namedCredentials[0];

/** Values for messages: how the ends are called, and the command that puts things right. */
export const valuesOf = (view: LinkView): Values => {
  const { hub, link, credential, spoke, hubName, spokeName = 'ALIAS_OF_SPOKE' } = view;
  const spokeUrl = spokeUrlOf(view);
  const isOthers = (part?: Component): boolean =>
    part !== undefined && ownerOf(part.body.description, hub.org.id) === 'foreign';
  const appName = spoke?.app?.names.app;
  const ownSet = spoke?.app?.names.permissionSet;
  const sets = (spoke?.preAuthorised ?? []).flatMap(({ name, ofProfile }) => (ofProfile ? [] : [name]));
  const isAppForeign = isOthers(spoke?.app?.component);
  const isForeign =
    isAppForeign || [credential.component, link.permissionSet, spoke?.permissionSet].some(isOthers);
  const isOnly =
    spokeUrl !== undefined && hub.credentials.filter((other) => pointsTo(other, spokeUrl)).length < 2;
  const isOurs = ownerOf(credential.component.body.description, hub.org.id) === 'ours';
  return {
    hub: hubName,
    spoke: spokeName,
    spokeUrl,
    name: credential.name,
    certificate: credential.certificate,
    app: appName,
    permissionSet: sets.find((name) => name === ownSet) ?? sets[0] ?? ownSet,
    serviceUser: credential.claims.sub,
    where: whereUsername(credential.claims.sub ?? ''),
    link: commandFor('link', {
      hub: hubName,
      spoke: spokeName,
      name: isOnly && nameOfOrg(spokeUrl) === credential.name ? undefined : credential.name,
      'app-name': isAppForeign && appName !== nameOfOrg(hub.org.url) ? appName : undefined,
      adopt: isForeign,
      'allow-self': isSameId(spokeIdOf(view) ?? '', hub.org.id),
      // What a sandbox refresh copied points at production by mistake.
      'allow-production': isOurs && hub.org.isSandbox && spoke?.org.isProduction,
    }),
  };
};
