import { resolve } from 'node:path';
import type { Connection } from '@salesforce/core';
import {
  guardApiVersion,
  guardConflicts,
  guardConsumerKey,
  guardMyDomain,
  guardWords,
} from '../link/guard.ts';
import { guardServiceUser } from '../link/guardUsers.ts';
import { againCommand, type LinkRequest } from '../link/request.ts';
import { guardRights } from '../link/rights.ts';
import { failure } from '../text/messages.ts';
import { isSameId } from '../metadata/marker.ts';
import { myDomain } from '../names.ts';
import { type Accepting, asLinkRequest } from './acceptRequest.ts';
import type { RequestDocument } from './document.ts';
import type { Seen } from './observeAccept.ts';
import type { AcceptPlan } from './planAccept.ts';

/** Refuses to write the reply over the request. @throws SfError */
export const guardFiles = ({ outputFile, requestFile }: Accepting): void => {
  if (resolve(outputFile) === resolve(requestFile)) throw failure('sameFile', { file: outputFile });
};

/** What lets no hub in, because nobody can be asked. @throws SfError */
export const refuseUnconfirmed = (document: RequestDocument, accepting: Accepting): never => {
  throw failure('acceptUnconfirmed', {
    hub: document.hub.url,
    fingerprint: document.certificate.fingerprint,
    again: againCommand(asLinkRequest(accepting, document)),
  });
};

/** Refuses a request that is made to another org, or that this org made itself. @throws SfError */
export const guardAddressee = (spoke: Connection, document: RequestDocument, request: LinkRequest): void => {
  guardWords(request);
  guardMyDomain(spoke, request);
  guardApiVersion(spoke, request.spoke);
  const values = { spoke: request.spoke, hub: document.hub.url };
  if (isSameId(String(spoke.getAuthInfoFields().orgId), document.hub.orgId))
    throw failure('acceptOwnRequest', values);
  const own = myDomain(spoke.instanceUrl)!;
  if (own !== document.spokeUrl) throw failure('requestToOther', { ...values, url: document.spokeUrl, own });
};

/** Refuses what can't or must not be done on the spoke, before anything is changed. @throws SfError */
export const guardAccept = (seen: Seen, plan: AcceptPlan, request: LinkRequest): void => {
  guardServiceUser(plan.choice.serviceUser, plan.spoke, request);
  guardConsumerKey(seen.spoke, request);
  guardConflicts({ ...plan, choice: {} }, request);
  const steps = [...plan.steps, ...plan.farewells];
  guardRights({ steps }, { spoke: seen.spoke.org }, { spoke: request.spoke });
};
