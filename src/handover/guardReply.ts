import type { Connection } from '@salesforce/core';
import {
  guardApiVersion,
  guardCertificate,
  guardConflicts,
  guardProduction,
  guardWords,
} from '../link/guard.ts';
import { guardCallers } from '../link/guardUsers.ts';
import type { Plan } from '../link/plan.ts';
import { guardCopies } from '../link/repoint.ts';
import type { LinkRequest } from '../link/request.ts';
import { guardRights } from '../link/rights.ts';
import { failure } from '../text/messages.ts';
import { isSameId } from '../metadata/marker.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { HubState } from '../observe/hub.ts';
import type { ReplyDocument } from './document.ts';

/** Refuses a reply to another hub, or from another spoke than was asked. @throws SfError */
export const guardReply = (hub: Connection, { request, spoke }: ReplyDocument, asked: LinkRequest): void => {
  guardWords(asked);
  guardApiVersion(hub, asked.hub);
  const values = { hub: asked.hub, url: request.hub.url, hubId: request.hub.orgId, spoke: spoke.url };
  if (!isSameId(String(hub.getAuthInfoFields().orgId), request.hub.orgId))
    throw failure('replyToOther', values);
  if (spoke.url !== request.spokeUrl || isSameId(spoke.orgId, request.hub.orgId))
    throw failure('replyFromOther', { ...values, asked: request.spokeUrl });
};

/**
 * Refuses what can't or must not be done on the hub, before anything is changed: the certificate of the request has to be
 * there as it was.
 * @throws SfError
 */
export const guardOnHub = (
  { hub, link }: { hub: HubState; link: HubLink },
  plan: Plan,
  { request: { certificate }, spoke: { orgId, ...spoke } }: ReplyDocument,
  request: LinkRequest,
  now: Date
): void => {
  const peer = { ...spoke, id: orgId };
  guardProduction(hub.org, peer, request);
  guardCopies(hub, peer, plan.choice, request);
  guardCallers(link, request);
  guardCertificate(plan.choice.certificate, hub, request, now);
  const { existing } = plan.choice.certificate;
  if (existing?.x509.fingerprint256 !== certificate.fingerprint)
    throw failure('replyOtherCertificate', {
      hub: request.hub,
      certificate: certificate.name,
      url: peer.url,
    });
  guardConflicts(plan, request);
  guardRights(plan, { hub: hub.org }, { hub: request.hub });
};
