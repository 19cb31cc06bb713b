import type { SfError } from '@salesforce/core';
import { daysLeft } from './metadata/certificate.ts';
import type { AppNames } from './metadata/spoke.ts';
import type { Credential } from './observe/credential.ts';
import type { HubCertificate, HubState } from './observe/hub.ts';
import type { OrgFacts } from './org/identity.ts';
import type { LinkResult, LinksResult } from './result.ts';
import { stateOf } from './state.ts';

/** Names that a connection may be known by besides its username. */
export const describeEnd = ({ id, user, alias, url }: OrgFacts): LinksResult['hub'] => ({
  orgId: id,
  username: user.username,
  alias: alias === undefined || alias === user.username ? null : alias,
  url,
});

/** What went wrong, as results tell it. */
export const describeProblem = (problem: SfError | undefined): LinkResult['problem'] =>
  problem ? { name: problem.name, message: problem.message, actions: problem.actions ?? [] } : null;

/** An org that was not looked at: what its login tells, or, without one, what is known from elsewhere. */
export const describeUnseen = ({
  id,
  url,
  login,
}: {
  id?: string;
  url?: string;
  login?: { username?: string; name: string };
}): LinksResult['hub'] => ({
  orgId: id ?? null,
  username: login?.username ?? null,
  alias: login === undefined || login.name === login.username ? null : login.name,
  url: url ?? null,
});

const describeCertificate = (
  certificate: string | Pick<HubCertificate, 'name' | 'x509'> | undefined,
  hub: HubState | undefined,
  now: Date
): LinkResult['certificate'] => {
  if (certificate === undefined) return null;
  const { name, x509 } =
    typeof certificate === 'string'
      ? { name: certificate, x509: hub?.certificates.find((other) => other.name === certificate)?.x509 }
      : certificate;
  return {
    name,
    expires: x509 ? new Date(x509.validTo).toISOString() : null,
    daysLeft: x509 ? daysLeft(x509, now) : null,
  };
};

/** What is known of a link. Service user and certificate are the credential's, unless others are planned. */
export type KnownLink = {
  name: string;
  /** Undefined where it could not be reached. */
  hub?: HubState;
  /** Undefined before the hub has one. */
  credential?: Credential;
  spoke: LinkResult['spoke'];
  app?: Pick<AppNames, 'app' | 'kind'>;
  serviceUser?: string;
  /** Its name, or, where the hub is not seen, the certificate itself. */
  certificate?: string | Pick<HubCertificate, 'name' | 'x509'>;
};

/**
 * Pure: a link as the result of every command tells it.
 * @param run what the command did about it, and found
 */
export const describeLink = (
  { name, hub, credential, spoke, app, ...planned }: KnownLink,
  now: Date,
  run: Partial<Pick<LinkResult, 'changed' | 'steps' | 'checks' | 'todo' | 'problem'>> = {}
): LinkResult => ({
  name,
  spoke,
  app: app?.app ?? null,
  appKind: app?.kind ?? null,
  serviceUser: planned.serviceUser ?? credential?.claims.sub ?? null,
  certificate: describeCertificate(planned.certificate ?? credential?.certificate, hub, now),
  created: credential?.created ?? null,
  state: hub && credential ? stateOf(hub, credential, now) : null,
  changed: false,
  steps: [],
  checks: [],
  todo: [],
  problem: null,
  ...run,
});
