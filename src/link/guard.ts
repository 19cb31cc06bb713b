import type { Connection } from '@salesforce/core';
import { isAudience } from '../metadata/audience.ts';
import { daysLeft, lastDay } from '../metadata/certificate.ts';
import { appWords } from '../appWords.ts';
import { commandFor, uploadCommand } from '../command.ts';
import { exitCodes, failure } from '../text/messages.ts';
import { labelOf, settingsOf } from '../observe/app.ts';
import type { CertificateChoice, SpokeChoice } from './choose.ts';
import { type HubState, isUsable } from '../observe/hub.ts';
import { isLegalName, isSameName, longestAppName, longestLinkName, longestName, myDomain } from '../names.ts';
import { guardAddresses } from './guardNewUser.ts';
import type { Peer } from '../org/peer.ts';
import { oldestApiVersion, oldestVersion } from '../org/version.ts';
import type { Plan } from './plan.ts';
import { againCommand, type LinkRequest } from './request.ts';
import { consumerKeyOf, type SpokeState } from '../observe/spoke.ts';

/** Refuses names, addresses and an audience that no org would take. @throws SfError */
export const guardWords = (request: Partial<LinkRequest>): void => {
  const names: [string | undefined, number, string][] = [
    [request.name, longestLinkName, '--name'],
    [request.appName, longestAppName, '--app-name'],
    [request.certificate, longestName, '--certificate'],
  ];
  for (const [name, longest, flag] of names) {
    if (name !== undefined && !isLegalName(name, longest))
      throw failure('illegalName', { name, flag, longest });
  }
  if (request.audience !== undefined && !isAudience(request.audience)) {
    throw failure('illegalAudience', { audience: request.audience });
  }
  guardAddresses(request);
};

/** Refuses to link an org to itself, unless that is meant. @throws SfError */
const guardSelf = (hubId: string | undefined, spokeId: string | undefined, request: LinkRequest): void => {
  if (hubId !== undefined && hubId === spokeId && !request.allowSelf)
    throw failure('sameOrg', { hub: request.hub, spoke: request.spoke });
};

/**
 * Refuses what is wrong on its face, before anything is asked of an org.
 * @throws SfError
 */
export const guardRequest = (hub: Connection, spoke: Connection, request: LinkRequest): void => {
  guardSelf(hub.getAuthInfoFields().orgId, spoke.getAuthInfoFields().orgId, request);
  guardWords(request);
  guardMyDomain(spoke, request);
  guardApiVersion(hub, request.hub);
  guardApiVersion(spoke, request.spoke);
};

/** Refuses a spoke whose login does not tell its My Domain. @throws SfError */
export const guardMyDomain = (spoke: Connection, request: Pick<LinkRequest, 'spoke'>): void => {
  if (myDomain(spoke.instanceUrl) === undefined)
    throw failure('noMyDomain', { spoke: request.spoke, url: spoke.instanceUrl });
};

/** Refuses an API version that does not know every element of a link. @throws SfError */
export const guardApiVersion = (conn: Connection, org: string): void => {
  const version = conn.getApiVersion();
  if (Number(version) >= oldestApiVersion) return;
  throw failure('apiVersion', { org, version, oldest: oldestVersion });
};

/** Refuses a sandbox that would work on production data. @throws SfError */
export const guardProduction = (hub: Peer, spoke: Peer, request: LinkRequest): void => {
  if (hub.isSandbox && spoke.isProduction && !request.allowProduction) {
    throw failure('sandboxToProduction', { hub: request.hub, spoke: request.spoke });
  }
};

/** Refuses a certificate whose request no authority has signed yet. @throws SfError */
export const guardPending = (
  { pendingCertificates }: HubState,
  hub: string,
  asked: string | undefined
): void => {
  const certificate = pendingCertificates.find((name) => isSameName(name, asked));
  if (certificate === undefined) return;
  const upload = uploadCommand(hub, certificate);
  const request = commandFor('certificate request', { hub, name: certificate });
  throw failure('pendingCertificate', { hub, certificate, upload, request });
};

/** Refuses a certificate that is not there, is not signed yet, has ended, or is another org's. @throws SfError */
export const guardCertificate = (
  { name, existing }: CertificateChoice,
  hub: HubState,
  request: Pick<LinkRequest, 'hub' | 'certificate'>,
  now: Date
): void => {
  guardPending(hub, request.hub, request.certificate);
  const values = { hub: request.hub, certificate: name };
  if (request.certificate !== undefined && !existing) throw failure('noCertificate', values);
  if (!existing || isUsable(existing, hub.org.id, now)) return;
  const isOver = daysLeft(existing.x509, now) < 0;
  throw failure(isOver ? 'expiredCertificate' : 'copiedCertificate', {
    ...values,
    end: lastDay(existing.x509),
  });
};

/** Refuses a consumer key that is not the app's. @throws SfError */
export const guardConsumerKey = (spoke: SpokeState, { consumerKey, ...request }: LinkRequest): void => {
  const known = consumerKeyOf(spoke);
  if (consumerKey === undefined || known === undefined || consumerKey === known) return;
  throw failure('otherConsumerKey', { spoke: request.spoke, app: spoke.app?.names.app });
};

/** Refuses to give an app another certificate while other links of the hub still sign with the old one. @throws SfError */
export const guardSharedApp = ({ steps, choice, app }: Plan, { credentials }: HubState): void => {
  const changesCertificate = steps.some(
    ({ org, changes }) => org === 'spoke' && changes.includes('certificate')
  );
  const others = credentials.filter(
    ({ name, claims }) => name !== choice.name && claims.iss === choice.consumerKey
  );
  if (!changesCertificate || others.length === 0) return;
  const names = others.map(({ name }) => name).join(', ');
  throw failure('sharedApp', {
    app: app.app,
    names,
    certificate: choice.certificate.name,
    other: `${app.app}_2`,
  });
};

/** Refuses an app of somebody else's whose consumer key is not known: without it there is nothing to make. @throws SfError */
export const guardReadOnly = (
  { isReadOnly, consumerKey }: SpokeChoice,
  { app }: SpokeState,
  request: LinkRequest
): void => {
  if (!isReadOnly || !app || typeof consumerKey === 'string') return;
  const words = appWords(app.names.kind, labelOf(app));
  const values = { spoke: request.spoke, app: app.names.app, again: againCommand(request), ...words };
  if (settingsOf(app).hasOauth) throw failure('consumerKeyHidden', values, exitCodes.unfinished);
  throw failure('appWithoutOauth', values);
};

/** Refuses to touch what somebody else made. @throws SfError that names the first such component */
export const guardConflicts = (
  { steps, choice, app }: Pick<Plan, 'steps' | 'app'> & { choice: { name?: string } },
  request: LinkRequest
): void => {
  const conflict = steps.find(({ action }) => action === 'conflict');
  if (!conflict?.reason) return;
  const { org, type, name, reason } = conflict;
  const rename = { ...request, name: choice.name };
  const isApp = type === 'ConnectedApp' || type === 'ExternalClientApplication';
  const mayOnlyLook = request.files === undefined && isApp;
  const key = reason === 'foreign' && mayOnlyLook ? 'foreignApp' : reason;
  throw failure(`conflict${key[0].toUpperCase()}${key.slice(1)}`, {
    org: request[org],
    type,
    name,
    hub: request.hub,
    spoke: request.spoke,
    other: `${org === 'hub' ? choice.name : app.app}_2`,
    again: againCommand(rename),
    flag: org === 'hub' ? '--name' : '--app-name',
  });
};
