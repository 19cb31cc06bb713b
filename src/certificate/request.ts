import { commandFor } from '../command.ts';
import { guardApiVersion } from '../link/guard.ts';
import { failure, say } from '../text/messages.ts';
import { caSignedCertificate } from '../metadata/certificate.ts';
import { textOf } from '../metadata/component.ts';
import { isLegalName, longestName } from '../names.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { createComponent, problemOf } from '../org/metadata.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { End } from '../org/end.ts';
import { guardRight, kindOf, observeCertificate, type PendingCertificate, readHeld } from './observe.ts';
import { type CertificateResult, describeCertificate } from './result.ts';

export type CertificateOutcome = { result: CertificateResult; warnings: string[] };

/** Refuses what can't be the name of a certificate. @throws SfError */
export const guardName = (name: string): void => {
  if (!isLegalName(name)) throw failure('illegalCertificateName', { name, longest: longestName });
};

/** A name for another certificate, where one is taken. */
export const otherName = (name: string): string =>
  `${name.slice(0, longestName - '_2'.length).replace(/_$/, '')}_2`;

/** Refuses a name that would put a certificate among those which rotate makes, moves links to and deletes. @throws SfError */
const guardReserved = (hub: string, name: string): void => {
  if (!/^S2S_/i.test(name)) return;
  const again = commandFor('certificate request', { hub, name: `CA_${name.slice(4)}` });
  throw failure('reservedName', { name, again });
};

/**
 * Lets the hub make the certificate. An answer that got lost, or somebody who was quicker, is no matter: what counts is
 * what is there afterwards.
 */
const makeRequest = async (hub: End, name: string): Promise<PendingCertificate> => {
  const outcome = await createComponent(hub.conn, caSignedCertificate(name)).catch((error: unknown) => ({
    error,
  }));
  const made = await readHeld(hub, name);
  if (made?.state === 'pending') return made;
  if ('error' in outcome) throw outcome.error;
  const again = commandFor('certificate request', { hub: hub.name, name });
  throw failure('requestNotCreated', {
    hub: hub.name,
    certificate: name,
    problem: problemOf(outcome),
    again,
  });
};

/** Warns of a key that may leave the org: one that somebody made by hand. */
const warningsOf = ({ name, component }: PendingCertificate, hub: string): string[] =>
  textOf(component.body.privateKeyExportable) === 'true'
    ? [say('s2s', 'certificate.exportable', { certificate: name, hub })]
    : [];

/**
 * Has a hub make a certificate for an authority to sign, and gives its request. Of one that waits for its signature
 * already it gives the same request and changes nothing.
 * @throws SfError when the name can't be used or is taken
 */
export const requestCertificate = async (
  { hub, name }: { hub: End; name: string },
  clock: Clock = systemClock
): Promise<CertificateOutcome> => {
  guardName(name);
  guardApiVersion(hub.conn, hub.name);
  await useMyDomain(hub.conn);
  const atHub = <T>(work: Promise<T>): Promise<T> => atOrg(hub.name, hub.conn.instanceUrl, work);
  const { org, held } = await atHub(observeCertificate(hub, name));
  if (held && held.state !== 'pending') {
    throw failure('certificateTaken', {
      hub: hub.name,
      certificate: held.name,
      kind: kindOf(held),
      again: commandFor('certificate request', { hub: hub.name, name: otherName(held.name) }),
      link: commandFor('link', { hub: hub.name, spoke: 'ALIAS_OF_SPOKE', certificate: held.name }),
    });
  }
  if (!held) {
    guardReserved(hub.name, name);
    guardRight(org, hub.name);
  }
  const pending = held ?? (await atHub(makeRequest(hub, name)));
  const now = new Date(clock.now());
  return {
    result: describeCertificate(org, pending, held === undefined, now),
    warnings: warningsOf(pending, hub.name),
  };
};
