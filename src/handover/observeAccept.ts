import type { Connection } from '@salesforce/core';
import { guardProduction } from '../link/guard.ts';
import type { AskServiceUser } from '../link/observe.ts';
import { againCommand, type LinkRequest, wishesOf } from '../link/request.ts';
import { failure } from '../text/messages.ts';
import { nameOfOrg, isSameName } from '../names.ts';
import { type App, trusts } from '../observe/app.ts';
import { findHolders } from '../observe/ownSets.ts';
import { readSiblings, type Siblings } from '../observe/siblings.ts';
import { observeServiceUser, type ServiceUserState } from '../observe/serviceUser.ts';
import { observeSpoke, type SpokeState } from '../observe/spoke.ts';
import type { OrgFacts } from '../org/identity.ts';
import { peerOf } from './acceptRequest.ts';
import type { RequestDocument } from './document.ts';

/** What a spoke holds of the hub that asks. */
export type Seen = {
  spoke: SpokeState;
  serviceUser: string;
  /** What the spoke has for a service user of whom more is asked than to be there. */
  user?: ServiceUserState;
  siblings: Siblings;
  /** The hub's app that trusts the certificate of the request already. */
  answering?: App;
  /** The hub's app whose place another is to take: it trusts another certificate. */
  replaced?: App;
};

/** Pure: the app of a hub that answers a request, or the one that did so far. Under a name that was asked for, that one alone. */
export const chooseApp = (
  apps: App[],
  document: RequestDocument,
  appName: string | undefined
): Pick<Seen, 'answering' | 'replaced'> => {
  const asked = appName === undefined ? apps : apps.filter(({ names }) => isSameName(names.app, appName));
  const answering = asked.find((app) => trusts(app, document.certificate.fingerprint));
  return answering ? { answering } : { replaced: asked.at(-1) };
};

/**
 * Whom the hub is let in as: the asked one, the link's own, or outside production the user who is logged in. Of several
 * who could be the link's own, somebody has to say which: the hub would follow the reply.
 */
const chooseServiceUser = async (
  conn: Connection,
  facts: OrgFacts,
  document: RequestDocument,
  request: LinkRequest,
  ask: AskServiceUser | undefined
): Promise<string> => {
  // Before anybody is asked: the answer would be for nothing.
  guardProduction(peerOf(document), facts, request);
  const asked = request.createServiceUser ?? request.serviceUser;
  if (asked !== undefined) return asked;
  const holders = await findHolders(conn, document.hub.orgId, facts);
  if (holders.length === 1) return holders[0];
  if (holders.length === 0 && !facts.isProduction) return facts.user.username;
  const answer = await ask?.(facts);
  if (answer) return answer;
  throw failure(holders.length > 1 ? 'severalServiceUsers' : 'serviceUserNeeded', {
    spoke: request.spoke,
    hub: document.hub.url,
    users: holders.join(', '),
    again: againCommand(request),
  });
};

/** Looks at a spoke that is asked to let a hub in; changes nothing. */
export const observeAccept = async (
  conn: Connection,
  document: RequestDocument,
  request: LinkRequest,
  ask: AskServiceUser | undefined,
  now: Date
): Promise<Seen> => {
  const { orgId, url } = document.hub;
  const siblings = await readSiblings(conn, orgId);
  const chosen = chooseApp(siblings.apps, document, request.appName);
  const app = (chosen.answering ?? chosen.replaced)?.names;
  const selector = {
    hubId: orgId,
    spokeId: String(conn.getAuthInfoFields().orgId),
    appName: app?.app ?? request.appName ?? nameOfOrg(url),
    isNameGiven: app !== undefined || request.appName !== undefined,
    isNameEnough: true,
    kind: app?.kind ?? request.app,
  };
  let serviceUser = '';
  const chooseUser = async (facts: OrgFacts): Promise<string> =>
    (serviceUser = await chooseServiceUser(conn, facts, document, request, ask));
  const spoke = await observeSpoke(conn, selector, chooseUser, now, request.spoke);
  const wishes = wishesOf(request, serviceUser);
  const user = wishes && (await observeServiceUser(conn, spoke, wishes));
  return { spoke, serviceUser, user, siblings, ...chosen };
};
