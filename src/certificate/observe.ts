import type { KeyObject, X509Certificate } from 'node:crypto';
import { failure, say } from '../text/messages.ts';
import { contentOf, isSigningRequest, readCertificate } from '../metadata/certificate.ts';
import { type Component, textOf } from '../metadata/component.ts';
import { isSameName } from '../names.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { listComponents, readComponents } from '../org/metadata.ts';
import type { End } from '../org/end.ts';
import { readSigningRequest } from './asn1.ts';

/** A certificate that waits for an authority to sign its request. */
export type PendingCertificate = {
  state: 'pending';
  name: string;
  component: Component;
  /** PEM. */
  request: string;
  subject: string;
  publicKey: KeyObject;
};

/** One that is whole: the org made it by itself, or an authority signed it. */
export type WholeCertificate = {
  state: 'selfSigned' | 'signed';
  name: string;
  component: Component;
  /** PEM, leaf first. */
  chain: string;
  leaf: X509Certificate;
};

export type HeldCertificate = PendingCertificate | WholeCertificate;

/** What a certificate is that waits for no signature, in words. */
export const kindOf = ({ state }: WholeCertificate): string => say('s2s', `certificateKind.${state}`);

/** What the content of a certificate is; undefined when it is nothing that is known. */
const asHeld = (component: Component): HeldCertificate | undefined => {
  const { fullName: name, body } = component;
  const pem = contentOf(component);
  const request = isSigningRequest(pem) ? readSigningRequest(pem) : undefined;
  if (request) return { state: 'pending', name, component, request: pem, ...request };
  const leaf = readCertificate(pem);
  const state = textOf(body.caSigned) === 'true' ? 'signed' : 'selfSigned';
  return leaf && { state, name, component, chain: pem, leaf };
};

/**
 * Reads one certificate of a hub.
 * @param name as the hub has it
 * @returns undefined when it is not there
 * @throws SfError when the hub does not tell its content
 */
export const readHeld = async (
  { conn, name: hub }: End,
  name: string
): Promise<HeldCertificate | undefined> => {
  const [component] = await readComponents(conn, 'Certificate', [name]);
  if (!component) return undefined;
  const held = asHeld(component);
  if (!held) throw failure('certificateUnreadable', { hub, certificate: name });
  return held;
};

/**
 * Looks at a hub and one of its certificates; changes nothing.
 * @param name in any case
 */
export const observeCertificate = async (
  hub: End,
  name: string
): Promise<{ org: OrgFacts; held?: HeldCertificate }> => {
  const [{ org }, { Certificate: names }] = await Promise.all([
    readOrg(hub.conn, hub.name, {}),
    listComponents(hub.conn, ['Certificate']),
  ]);
  const there = names.find((one) => isSameName(one, name));
  return { org, held: there === undefined ? undefined : await readHeld(hub, there) };
};

/** Refuses to begin what the logged-in user may not finish. @throws SfError */
export const guardRight = ({ missingRights, user, url }: OrgFacts, hub: string): void => {
  const rights = 'ManageCertificates';
  if (missingRights.includes(rights))
    throw failure('missingRights', { org: hub, url, user: user.username, rights });
};
