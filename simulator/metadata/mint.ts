import { X509Certificate } from 'node:crypto';
import type { Certificate, Node, Org } from '../org.ts';
import { text } from './content.ts';
import { MetadataProblem } from './problem.ts';
import { selfSigned } from './selfSigned.ts';
import type { Name } from './selfSigned.ts';

const refuse = (message: string, field: string): MetadataProblem =>
  new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', message, [field]);

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

/**
 * A self-signed certificate with a key pair of its own, as the org makes it when a Certificate is created without
 * content or with the certificate of another org, whose parameters it takes but never its key (Metadata API Developer
 * Guide, Certificate: 2048 bits unless told otherwise; one year, two for 4096 bits). Subject, signature and the hour
 * of expiry are those of retrieved certificates. The texts of refusals are not documented.
 * @throws MetadataProblem for parameters that Salesforce does not take
 */
export const mintCertificate = async (
  org: Org,
  name: string,
  body: Node,
  file: Buffer | undefined
): Promise<Certificate> => {
  if (text(body, 'caSigned') === 'true') {
    throw new MetadataProblem('UNKNOWN_EXCEPTION', 'not simulated: Certificate with caSigned=true', [
      'caSigned',
    ]);
  }
  const { bits, expires } = parameters(org, body, file && copyOf(file));
  const keys = await org.settings.keyPair(bits);
  const subject: Name = [
    ['CN', name],
    ['OU', org.id.slice(0, 15)],
    ['O', 'Salesforce.com'],
    ['L', 'San Francisco'],
    ['ST', 'CA'],
    ['C', 'USA'],
  ];
  const pem = selfSigned(subject, keys, new Date(org.settings.now()), expires);
  return { name, pem, privateKey: keys.privateKey, expires };
};

const copyOf = (file: Buffer): X509Certificate => {
  if (file.toString('latin1').trim() === '') {
    throw new MetadataProblem('UNKNOWN_EXCEPTION', 'not simulated: Certificate with an empty .crt file', [
      'content',
    ]);
  }
  try {
    return new X509Certificate(file);
  } catch {
    throw refuse('Invalid certificate', 'content');
  }
};
