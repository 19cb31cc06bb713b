import type { X509Certificate } from 'node:crypto';
import { commandFor } from '../command.ts';
import { guardApiVersion } from '../link/guard.ts';
import { failure, say } from '../text/messages.ts';
import { readCertificates } from '../metadata/certificate.ts';
import type { Component } from '../metadata/component.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { problemOf, updateComponent } from '../org/metadata.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { End } from '../org/end.ts';
import { guardChain, inLine, isRoot } from './chain.ts';
import { readChainFile } from './file.ts';
import {
  guardRight,
  type HeldCertificate,
  kindOf,
  observeCertificate,
  type PendingCertificate,
  readHeld,
} from './observe.ts';
import { type CertificateOutcome, guardName, otherName } from './request.ts';
import { describeCertificate, keyFingerprint } from './result.ts';

export type UploadRequest = { hub: End; name: string; file: string; dryRun: boolean };

type Chain = X509Certificate[];

/** The request that a chain answers. @throws SfError when there is none, or the chain is that of another */
const guardPending = (
  held: HeldCertificate | undefined,
  chain: Chain,
  asked: UploadRequest
): PendingCertificate => {
  const { file } = asked;
  const hub = asked.hub.name;
  const certificate = held?.name ?? asked.name;
  const request = commandFor('certificate request', { hub, name: certificate });
  if (!held) throw failure('noSigningRequest', { hub, certificate, request });
  if (held.state !== 'pending') {
    const other = commandFor('certificate request', { hub, name: otherName(certificate) });
    throw failure('notPending', { hub, certificate, kind: kindOf(held), request: other });
  }
  if (chain[0].publicKey.equals(held.publicKey)) return held;
  throw failure('otherKey', { hub, certificate, file, subject: inLine(chain[0].subject), request });
};

/** What is saved: the certificate as the org told it, so that nothing goes back to a default, with the chain. */
const answered = ({ component }: PendingCertificate, chain: Chain): Component => {
  const { expirationDate, ...body } = component.body;
  const pem = chain.map((one) => one.toString()).join('');
  return { ...component, body: { ...body, content: Buffer.from(pem).toString('base64') } };
};

/**
 * Uploads a chain, and looks what became of it: the answer may get lost, and a key that is another one afterwards is
 * worse than a refusal.
 */
const upload = async (
  asked: UploadRequest,
  pending: PendingCertificate,
  chain: Chain
): Promise<HeldCertificate> => {
  const { hub } = asked;
  const outcome = await updateComponent(hub.conn, answered(pending, chain)).catch((error: unknown) => ({
    error,
  }));
  const after = await readHeld(hub, pending.name);
  const values = { hub: hub.name, file: asked.file, certificate: pending.name };
  const key = after && (after.state === 'pending' ? after.publicKey : after.leaf.publicKey);
  if (key && !key.equals(pending.publicKey)) {
    const [before, now] = [pending.publicKey, key].map(keyFingerprint);
    throw failure('keyChanged', { ...values, before, now });
  }
  if (after && isOf(after, chain)) return after;
  if ('error' in outcome) throw outcome.error;
  throw failure('chainNotTaken', { ...values, problem: problemOf(outcome) });
};

/** Whether a certificate is the one of a chain already. */
const isOf = (held: HeldCertificate | undefined, [leaf]: Chain): boolean =>
  held !== undefined && held.state !== 'pending' && held.leaf.fingerprint256 === leaf.fingerprint256;

/** What is good to know about a chain that was taken. */
const warningsOf = (held: HeldCertificate, chain: Chain, hub: string): string[] => {
  const isAlone = chain.length === 1 && !isRoot(chain[0]);
  const there = held.state === 'pending' ? chain : readCertificates(held.chain);
  const isOther =
    there.map((one) => one.fingerprint256).join() !== chain.map((one) => one.fingerprint256).join();
  return [
    ...(isAlone ? [say('s2s', 'certificate.leafAlone', { issuer: inLine(chain[0].issuer) })] : []),
    ...(isOther
      ? [say('s2s', 'certificate.otherChain', { certificate: held.name, hub, count: there.length })]
      : []),
  ];
};

/**
 * Gives the request on a hub the chain that answers it, and makes sure that the key is the same afterwards. Only a
 * certificate that waits for its signature is ever written; where it has this very one already, nothing is.
 * @throws SfError for a chain that is not right, before anything is asked of the hub
 */
export const uploadChain = async (
  asked: UploadRequest,
  clock: Clock = systemClock
): Promise<CertificateOutcome> => {
  const { hub, name, file, dryRun } = asked;
  const now = new Date(clock.now());
  guardName(name);
  const chain = await readChainFile(file, (other) =>
    commandFor('certificate upload', { hub: hub.name, name, file: other })
  );
  guardChain(chain, file, now);
  guardApiVersion(hub.conn, hub.name);
  await useMyDomain(hub.conn);
  const atHub = <T>(work: Promise<T>): Promise<T> => atOrg(hub.name, hub.conn.instanceUrl, work);
  const { org, held } = await atHub(observeCertificate(hub, name));
  const told = (after: HeldCertificate, changed: boolean): CertificateOutcome => ({
    result: describeCertificate(org, after, changed, now),
    warnings: warningsOf(after, chain, hub.name),
  });
  if (held && isOf(held, chain)) return told(held, false);
  const pending = guardPending(held, chain, asked);
  guardRight(org, hub.name);
  return dryRun ? told(pending, false) : told(await atHub(upload(asked, pending, chain)), true);
};
