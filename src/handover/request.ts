import type { Connection } from '@salesforce/core';
import { describeEnd, describeLink, describeUnseen } from '../describe.ts';
import { chooseCertificate, chooseName } from '../link/choose.ts';
import { guardApiVersion, guardCertificate, guardWords } from '../link/guard.ts';
import { haveCertificate } from '../link/onHub.ts';
import { certificateStep } from '../link/plan.ts';
import type { Progress } from '../link/progress.ts';
import { guardRights } from '../link/rights.ts';
import { describeStep } from '../link/describe.ts';
import { failure } from '../text/messages.ts';
import { labelOfOrg, myDomainBehind, nextCertificateName } from '../names.ts';
import { credentialNamed } from '../observe/find.ts';
import { type HubCertificate, type HubState, leafOf, observeHub } from '../observe/hub.ts';
import type { OrgFacts } from '../org/identity.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinksResult } from '../result.ts';
import { chooseTarget } from '../rotate/phase.ts';
import { type RequestDocument, seal } from './document.ts';

/** What a hub's admin wants to ask a spoke's admin for. */
export type Asking = {
  /** How the hub was named on the command line. */
  hub: string;
  /** The spoke's My Domain, or the address of one of its pages. */
  spokeUrl: string;
  certificate?: string;
  /** With a newer certificate than the one with which the link signs. */
  rotate: boolean;
  outputFile: string;
};

export type AskingOutcome = {
  result: LinksResult;
  /** Undefined after a dry run for which the hub would have to make the certificate. */
  document?: RequestDocument;
};

/** The certificate by which the hub is to be known: the link's own, a newer one, or the asked one. */
const chooseFor = (
  state: HubState,
  name: string,
  { certificate, rotate }: Asking,
  now: Date
): { name: string; existing?: HubCertificate } => {
  const credential = credentialNamed(state, name);
  if (!rotate || !credential || certificate !== undefined)
    return chooseCertificate(state, credential, certificate, now);
  const target = chooseTarget(state, [credential], now);
  if (target === 'new') return { name: nextCertificateName(now, state.certificateNames) };
  return target
    ? { name: target.name, existing: target }
    : chooseCertificate(state, credential, undefined, now);
};

const documentFor = (
  { id, url, name, isSandbox }: OrgFacts,
  spokeUrl: string,
  certificate: HubCertificate
): RequestDocument =>
  seal({
    kind: 's2s-request' as const,
    version: 1 as const,
    hub: { orgId: id, url, name: labelOfOrg({ id, name }), isSandbox },
    spokeUrl,
    certificate: {
      name: certificate.name,
      pem: leafOf(certificate),
      fingerprint: certificate.x509.fingerprint256,
      expires: new Date(certificate.x509.validTo).toISOString(),
    },
  });

const spokeOf = ({ spokeUrl, hub }: Asking): string => {
  // Setup shows a My Domain without the beginning.
  const url = myDomainBehind(spokeUrl) ?? myDomainBehind(`https://${spokeUrl}`);
  if (url === undefined) throw failure('illegalSpokeUrl', { url: spokeUrl, hub });
  return url;
};

/**
 * Prepares the hub's side of a link to an org to which its admin has no login: the certificate is made, or picked, and
 * described for the spoke's admin. Nothing else is changed. Run again it gives the same.
 * @throws SfError for input that can't work, or when the hub refuses
 */
export const requestLink = async (
  conn: Connection,
  asking: Asking,
  { dryRun, progress }: { dryRun: boolean; progress: Progress },
  clock: Clock = systemClock
): Promise<AskingOutcome> => {
  const now = new Date(clock.now());
  const url = spokeOf(asking);
  guardWords(asking);
  guardApiVersion(conn, asking.hub);
  const atHub = <T>(work: Promise<T>): Promise<T> => atOrg(asking.hub, conn.instanceUrl, work);
  await useMyDomain(conn);
  progress({ stage: 'look' });
  const state = await atHub(observeHub(conn, asking.hub, [asking.certificate]));
  if (state.org.url === url) throw failure('requestToSelf', { hub: asking.hub, url });
  const name = chooseName(state, { id: '', url }, { adopt: false });
  const choice = chooseFor(state, name, asking, now);
  guardCertificate(choice, state, asking, now);
  const step = certificateStep(choice, now);
  guardRights({ steps: [step] }, { hub: state.org }, { hub: asking.hub });
  const half = { conn, org: asking.hub, steps: [step], progress };
  const made = dryRun ? undefined : await atHub(haveCertificate(half));
  const certificate = made ?? choice.existing;
  const after = certificate ? { ...state, certificates: [...state.certificates, certificate] } : state;
  const known = {
    name,
    hub: after,
    credential: credentialNamed(state, name),
    spoke: describeUnseen({ url }),
    certificate: choice.name,
  };
  const run = { changed: made !== undefined, steps: [describeStep([])(step)] };
  return {
    result: { hub: describeEnd(state.org), links: [describeLink(known, now, run)] },
    document: certificate && documentFor(state.org, url, certificate),
  };
};
