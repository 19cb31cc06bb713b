import { X509Certificate } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Certificate, Node, Org } from '../org.ts';
import { text } from './content.ts';
import { MetadataProblem } from './problem.ts';
import type { Name } from './der.ts';
import { selfSigned } from './selfSigned.ts';
import { complete } from './signedChain.ts';
import { signingRequest } from './signingRequest.ts';

const refuse = (message: string, field: string): MetadataProblem =>
  new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', message, [field]);

const notSimulated = (what: string, field: string): MetadataProblem =>
  new MetadataProblem('UNKNOWN_EXCEPTION', `not simulated: ${what}`, [field]);

const subjectOf = (org: Org, name: string): Name => [
  ['CN', name],
  ['OU', org.id.slice(0, 15)],
  ['O', 'Salesforce.com'],
  ['L', 'San Francisco'],
  ['ST', 'CA'],
  ['C', 'USA'],
];

/** Key size and last day of a certificate from what was sent, a copied certificate, or the defaults. */
const parameters = (
  org: Org,
  body: Node,
  copied: X509Certificate | undefined
): { bits: number; expires: Date } => {
  const bits = Number(text(body, 'keySize') ?? copied?.publicKey.asymmetricKeyDetails?.modulusLength ?? 2048);
  if (bits !== 2048 && bits !== 4096) {
    throw refuse(`Key Size: bad value for restricted picklist field: ${bits}`, 'keySize');
  }
  const now = org.settings.now();
  // A copied certificate that has expired is renewed (seen live: amtrack/sfdx-browserforce-plugin deploys an old one).
  const renewable = copied && Date.parse(copied.validTo) > now ? copied.validTo : undefined;
  const asked = text(body, 'expirationDate') ?? renewable;
  const expires = asked === undefined ? new Date(now) : new Date(asked);
  if (asked === undefined) expires.setUTCFullYear(expires.getUTCFullYear() + (bits === 4096 ? 2 : 1));
  expires.setUTCHours(0, 0, 0, 0);
  if (Number.isNaN(expires.getTime()) || expires.getTime() <= now) {
    throw refuse('The expiration date must be in the future.', 'expirationDate');
  }
  return { bits, expires };
};

/** The certificate of a name, in whatever case. */
const heldAs = (org: Org, name: string): Certificate | undefined =>
  [...org.certificates.values()].find((held) => held.name.toLowerCase() === name.toLowerCase());

/** New keys, when the time has passed that the org takes for a certificate. */
const newKeys = async ({ settings }: Org, bits: number): ReturnType<Org['settings']['keyPair']> => {
  const [keys] = await Promise.all([settings.keyPair(bits), wait(settings.certificateDuration)]);
  return keys;
};

/** A key pair and a request for an authority to sign it. */
const request = async (org: Org, name: string, body: Node): Promise<Certificate> => {
  const { privateKey, publicKey } = await newKeys(org, parameters(org, body, undefined).bits);
  return { name, pem: signingRequest(subjectOf(org, name), { privateKey, publicKey }), privateKey };
};

/**
 * A certificate with a key pair of its own, as the org makes it when a Certificate is created (Metadata API Developer
 * Guide, Certificate: 2048 bits unless told otherwise).
 *
 * A self-signed one is made without content, or with the certificate of another org, whose parameters it takes but never
 * its key; it lasts one year, two for 4096 bits. Subject, signature and the hour of expiry are those of retrieved
 * certificates. One for an authority to sign begins as a request (its subject no source tells: that of the others), and
 * what the authority signed completes it. The texts of refusals are not documented.
 * @throws MetadataProblem for parameters that Salesforce does not take
 */
export const mintCertificate = async (
  org: Org,
  sentName: string,
  body: Node,
  file: Buffer | undefined
): Promise<Certificate> => {
  const held = heldAs(org, sentName);
  const name = held?.name ?? sentName;
  if (text(body, 'caSigned') === 'true') {
    const isAnswer = file !== undefined && held !== undefined && held.expires === undefined;
    if (isAnswer) return complete(held, file, org.settings.now());
    if (file && !held)
      throw notSimulated('Certificate with caSigned=true and content that answers no request', 'content');
    return request(org, name, body);
  }
  const { bits, expires } = parameters(org, body, file && copyOf(file));
  const keys = await newKeys(org, bits);
  const pem = selfSigned(subjectOf(org, name), keys, new Date(org.settings.now()), expires);
  return { name, pem, privateKey: keys.privateKey, expires };
};

const copyOf = (file: Buffer): X509Certificate => {
  if (file.toString('latin1').trim() === '') {
    throw notSimulated('Certificate with an empty .crt file', 'content');
  }
  try {
    return new X509Certificate(file);
  } catch {
    throw refuse('Invalid certificate', 'content');
  }
};
