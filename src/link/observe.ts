import type { Connection } from '@salesforce/core';
import { failure } from '../text/messages.ts';
import { ownerOf } from '../metadata/marker.ts';
import { atOrg } from '../org/explain.ts';
import type { OrgFacts } from '../org/identity.ts';
import { findRenamed, namesUser } from '../org/users.ts';
import { isFormula } from '../metadata/formula.ts';
import type { LinkView } from '../verify/view.ts';
import type { Ends } from './apply.ts';
import { chooseName } from './choose.ts';
import { isCopied } from '../observe/copy.ts';
import { presentCredential, findCredential, pointsTo } from '../observe/find.ts';
import { guardProduction } from './guard.ts';
import { type HubLink, observeHubLink } from '../observe/hubLink.ts';
import type { HubState } from '../observe/hub.ts';
import { myDomain, nameOfOrg } from '../names.ts';
import { againCommand, type LinkRequest, wishesOf } from './request.ts';
import { observeServiceUser, type ServiceUserState } from '../observe/serviceUser.ts';
import { observeSpoke, type SpokeState } from '../observe/spoke.ts';

/** Asks a person for the service user. */
export type AskServiceUser = (spoke: OrgFacts) => Promise<string>;

/** Everything that is known of a pair of orgs before a plan is made. */
export type Observed = {
  hub: HubState;
  link: HubLink;
  spoke: SpokeState;
  serviceUser: string;
  /** What the spoke has for a service user of whom more is asked than to be there. */
  user?: ServiceUserState;
};

/** Origin of the spoke's My Domain; guardRequest has made sure that there is one. */
const urlOf = (conn: Connection): string => myDomain(conn.instanceUrl)!;

/**
 * Who calls on the spoke: the asked one, the link's own, what a refresh made of the one whom a copied link names, or
 * outside production the user who is logged in.
 */
const chooseServiceUser = async (
  hub: HubState,
  conn: Connection,
  spoke: OrgFacts,
  request: LinkRequest,
  ask: AskServiceUser | undefined
): Promise<string> => {
  // Before anybody is asked: the answer would be for nothing.
  guardProduction(hub.org, spoke, request);
  const asked = request.createServiceUser ?? request.serviceUser;
  if (asked !== undefined) return asked;
  const credential = findCredential(hub, spoke, chooseName(hub, spoke, request));
  const isOwn =
    credential &&
    (request.adopt || ownerOf(credential.component.body.description, hub.org.id) === 'ours') &&
    pointsTo(credential, spoke.url);
  if (isOwn && credential.claims.sub) return credential.claims.sub;
  if (!spoke.isProduction) {
    const former = credential && isCopied(hub, credential) ? credential.claims.sub : undefined;
    const renamed = former && !isFormula(former) ? await findRenamed(conn, former, spoke.url) : undefined;
    return renamed ?? spoke.user.username;
  }
  const answer = await ask?.(spoke);
  if (!answer)
    throw failure('serviceUserNeeded', {
      spoke: request.spoke,
      hub: request.hub,
      again: againCommand(request),
    });
  return answer;
};

/** What a hub holds of a link, and who is to call through it, or not any more. */
export const observeCallers = (
  conn: Connection,
  hub: HubState,
  name: string,
  { assignTo, unassign }: Pick<LinkRequest, 'assignTo' | 'unassign'>,
  now: Date
): Promise<HubLink> =>
  observeHubLink(conn, hub, name, [hub.org.user.username, ...assignTo, ...unassign], now, unassign);

/**
 * Looks at both orgs side by side; changes nothing.
 * @param readHub what the hub holds: links that are made together ask once
 */
export const observePair = async (
  { hub: hubEnd, spoke: spokeEnd }: Ends,
  request: LinkRequest,
  ask: AskServiceUser | undefined,
  now: Date,
  readHub: () => Promise<HubState>
): Promise<Observed> => {
  const seenHub = atOrg(request.hub, hubEnd.instanceUrl, readHub());
  const spokeOfLink = { id: String(spokeEnd.getAuthInfoFields().orgId), url: urlOf(spokeEnd) };
  let serviceUser = '';
  const selector = {
    hubId: String(hubEnd.getAuthInfoFields().orgId),
    spokeId: spokeOfLink.id,
    appName: request.appName ?? nameOfOrg(new URL(hubEnd.instanceUrl).origin),
    isNameGiven: request.appName !== undefined,
    isNameEnough: true,
    kind: request.app,
    consumerKey: async () => {
      const hub = await seenHub;
      return findCredential(hub, spokeOfLink, chooseName(hub, spokeOfLink, request))?.claims.iss;
    },
  };
  const seenSpoke = observeSpoke(
    spokeEnd,
    selector,
    async (facts) => (serviceUser = await chooseServiceUser(await seenHub, spokeEnd, facts, request, ask)),
    now,
    request.spoke
  );
  const seenUser = seenSpoke.then((spoke) => {
    const wishes = wishesOf(request, serviceUser);
    return wishes && observeServiceUser(spokeEnd, spoke, wishes);
  });
  const seenLink = seenHub.then((hub) => {
    const name = chooseName(hub, spokeOfLink, request);
    return observeCallers(hubEnd, hub, name, request, now);
  });
  const [hub, link, spoke, user] = await Promise.all([
    seenHub,
    atOrg(request.hub, hubEnd.instanceUrl, seenLink),
    atOrg(request.spoke, spokeEnd.instanceUrl, seenSpoke),
    atOrg(request.spoke, spokeEnd.instanceUrl, seenUser),
  ]);
  return { hub, link, spoke, serviceUser, user };
};

/** Whom verify has to look for among the callers, and who has just left. */
export const callersOf = (
  link: HubLink,
  { assignTo, unassign }: Pick<LinkRequest, 'assignTo' | 'unassign'>
): Pick<LinkView, 'calloutUsers' | 'left'> => ({
  calloutUsers: assignTo.filter(namesUser),
  left: unassign.flatMap((user) => link.users.get(user)?.id ?? []),
});

/** The same, as verify looks at it. */
export const viewOf = ({ hub, link, spoke }: Observed, name: string, request: LinkRequest): LinkView => {
  const credential = presentCredential(hub, name, request.hub);
  return {
    hub,
    link,
    credential,
    certificate: hub.certificates.find((certificate) => certificate.name === credential.certificate),
    spoke,
    ...callersOf(link, request),
    hubName: request.hub,
    spokeName: request.spoke,
  };
};
