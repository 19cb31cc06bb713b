import { commandFor, repointCommand, whereUsername } from '../command.ts';
import { isCopied, leadsToProduction } from '../observe/copy.ts';
import { nameToGive } from '../observe/find.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { Credential } from '../observe/credential.ts';
import type { HubCertificate, HubState } from '../observe/hub.ts';
import { myDomain, nameOfOrg, originOf } from '../names.ts';
import { labelOf } from '../observe/app.ts';
import { consumerKeyOf, preAuthorisingSet, type SpokeState } from '../observe/spoke.ts';
import { appWords } from '../appWords.ts';
import type { Component } from '../metadata/component.ts';
import { isSameId, ownerOf, readMarker } from '../metadata/marker.ts';
import type { Command, Values } from '../text/messages.ts';
import { asWord } from '../text/shell.ts';
import { certificateWords, missingOn, type Todo, todosFor } from '../todo.ts';

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
  /** Ids of users who are not meant to call any more. */
  left?: string[];
  /** In how many days the certificate must not end. */
  expiresWithin?: number;
  /** How commands call the orgs. */
  hubName: string;
  spokeName?: string;
  /** The command that puts it right, where that is not to link again. */
  remedy?: Command;
};

/**
 * Origin of the spoke: its My Domain where there is a login, otherwise where the credential points. Where tokens are
 * asked for at another address than callouts go to, it is the one that the link is called after.
 */
export const spokeUrlOf = (view: LinkView): string | undefined => {
  if (view.spoke) return view.spoke.org.url;
  const { name, tokenUrl } = view.credential;
  const told = [tokenUrl, namedCredentialOf(view)?.url].flatMap((url) => originOf(url) ?? []);
  return told.find((url) => nameOfOrg(url) === name) ?? told.find((url) => myDomain(url) === url) ?? told[0];
};

/** The spoke's org id: seen there, or named by the marker. */
export const spokeIdOf = ({ spoke, credential }: LinkView): string | undefined =>
  spoke?.org.id ?? readMarker(credential.component.body.description)?.spokeId;

/** The named credential that goes by the link's name, or else the first that uses its external credential. */
export const namedCredentialOf = ({
  credential,
}: LinkView): Credential['namedCredentials'][number] | undefined =>
  credential.namedCredentials.find(({ name }) => name === credential.name) ?? credential.namedCredentials[0];

const isForeign = ({ hub }: LinkView, part?: Component): boolean =>
  part !== undefined && ownerOf(part.body.description, hub.org.id) === 'foreign';

/** Whether a link of ours goes through somebody else's app, which is only looked at. */
const isReadOnly = (view: LinkView): boolean => {
  const { spoke, credential } = view;
  const key = spoke && consumerKeyOf(spoke);
  return (
    isForeign(view, spoke?.app?.component) &&
    !isForeign(view, credential.component) &&
    (key === undefined || key === credential.claims.iss)
  );
};

/** Whether a sandbox hub calls production only because a refresh copied the link and nobody has re-pointed it. */
export const isStray = ({ hub, credential, spoke }: LinkView): boolean =>
  hub.org.isSandbox && leadsToProduction(credential, spoke?.org) && isCopied(hub, credential, spoke?.org);

/** The command that puts a link right. */
const remedy = (view: LinkView, isAdopting: boolean): Command => {
  if (view.remedy) return view.remedy;
  const { hub, link, credential, spoke, hubName, spokeName = 'ALIAS_OF_SPOKE' } = view;
  const spokeUrl = spokeUrlOf(view);
  const app = spoke?.app;
  const isAppNamed =
    isForeign(view, app?.component) && (isReadOnly(view) || app?.names.app !== nameOfOrg(hub.org.url));
  const onSpoke = isReadOnly(view) ? [] : [app?.component, spoke?.permissionSet];
  const parts = [credential.component, link.permissionSet, ...onSpoke];
  // What a sandbox refresh copied points at production by mistake.
  if (isStray(view) && spoke?.org.isProduction !== false) return repointCommand(hubName, credential.name);
  return commandFor('link', {
    hub: hubName,
    spoke: spokeName,
    name: isStray(view) ? credential.name : nameToGive(hub, credential, spokeUrl),
    'app-name': isAppNamed ? app?.names.app : undefined,
    adopt: isAdopting || parts.some((part) => isForeign(view, part)),
    'allow-self': isSameId(spokeIdOf(view) ?? '', hub.org.id),
    'allow-production': hub.org.isSandbox && spoke?.org.isProduction,
  });
};

/** Values for messages: how the ends are called, and the command that puts things right. */
export const valuesOf = (view: LinkView): Values => {
  const { hub, credential, spoke, hubName, spokeName = 'ALIAS_OF_SPOKE' } = view;
  const app = spoke?.app;
  const link = remedy(view, false);
  // Who holds the link's permission set alone is the service user, under a new name or one that got lost.
  const holder = spoke?.holders.length === 1 ? asWord(spoke.holders[0].username) : 'USERNAME';
  return {
    hub: hubName,
    hubId: hub.org.id,
    hubUrl: hub.org.url,
    spoke: spokeName,
    spokeUrl: spokeUrlOf(view),
    name: credential.name,
    certificate: credential.certificate,
    app: app?.names.app,
    permissionSet: (spoke && preAuthorisingSet(spoke)) ?? app?.names.permissionSet,
    serviceUser: credential.claims.sub,
    where: whereUsername(credential.claims.sub ?? ''),
    link,
    choose: { command: `${link.command} --service-user ${holder}` },
    adopt: remedy(view, true),
    ...appWords(app?.names.kind ?? 'external-client-app', app ? labelOf(app) : ''),
    ...certificateWords(link, credential.certificate),
  };
};

/** What a person has to do on an app that is only looked at. */
export const todosOf = (view: LinkView): Todo[] =>
  view.spoke && isReadOnly(view)
    ? todosFor(missingOn(view.spoke, view.certificate?.x509), valuesOf(view))
    : [];
