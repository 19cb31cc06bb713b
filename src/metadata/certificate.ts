import { X509Certificate } from 'node:crypto';
import type { Certificate } from '@salesforce/types/metadata';
import { asLabel, isSameName } from '../names.ts';
import { asList, type Component, textOf } from './component.ts';

/** Leaf certificate of a PEM chain, base64 of such a PEM, or base64 of DER; undefined when it is none of them. */
export const readCertificate = (text: string): X509Certificate | undefined => {
  const pem = text.includes('BEGIN CERTIFICATE') ? text : Buffer.from(text, 'base64').toString('latin1');
  const [leaf] = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem) ?? [];
  try {
    return new X509Certificate(leaf ?? Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
};

/** The content of a certificate that an org told: PEM, which CRUD gives in base64. */
export const contentOf = ({ body }: Component): string =>
  Buffer.from(textOf(body.content), 'base64').toString();

/** All certificates of a PEM text, in its order. @throws Error when one of them is broken */
export const readCertificates = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(
    (one) => new X509Certificate(one)
  );

/** Whether the content of a certificate is a request that no authority has signed yet. Source: Metadata API Developer Guide, Certificate. */
export const isSigningRequest = (text: string): boolean =>
  /-----BEGIN (NEW )?CERTIFICATE REQUEST-----/.test(text);

/** SHA-256 fingerprint of the leaf certificate in a text, `AB:CD:…`. */
export const fingerprint = (text: string): string | undefined => readCertificate(text)?.fingerprint256;

/** The organizational unit in the subject: where Salesforce made the certificate, the 15-character id of the org. */
export const certificateOrg = (certificate: Pick<X509Certificate, 'subject'>): string | undefined =>
  /^OU=(.+)$/m.exec(certificate.subject)?.[1];

/** The common name in the subject, where Salesforce puts the certificate's own; otherwise the whole subject in one line. */
export const certificateName = ({ subject }: Pick<X509Certificate, 'subject'>): string =>
  /^CN=(.+)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');

/** Whether a credential of a hub uses a certificate: to sign, or to show who calls. */
export const namesCertificate = ({ body }: Component, certificate: string): boolean =>
  [body, ...asList(body.externalCredentialParameters), ...asList(body.namedCredentialParameters)].some(
    (row) =>
      isSameName(textOf(row.certificate), certificate) ||
      isSameName(textOf(row.jwtSigningCertificate), certificate)
  );

/** The day of a date in a certificate: `2028-11-26`. */
export const dayOf = (date: string): string => new Date(date).toISOString().slice(0, 10);

/** The day on which a certificate ends. */
export const lastDay = ({ validTo }: Pick<X509Certificate, 'validTo'>): string => dayOf(validTo);

/** Whole days until a certificate ends; negative after that. */
export const daysLeft = (certificate: X509Certificate, now: Date): number =>
  Math.floor((new Date(certificate.validTo).getTime() - now.getTime()) / 86_400_000);

/**
 * A self-signed certificate that the org itself makes, with a key that can never leave it.
 * Source: Metadata API Developer Guide, Certificate (4096 bits: two years); created without content.
 * @param name e.g. `S2S_20261124`
 * @param now the day from which its two years count
 */
export const selfSignedCertificate = (name: string, now: Date): Component => {
  const end = new Date(Date.UTC(now.getUTCFullYear() + 2, now.getUTCMonth(), now.getUTCDate()));
  const body: Partial<Omit<Certificate, 'expirationDate'>> & { expirationDate: string } = {
    caSigned: false,
    expirationDate: end.toISOString(),
    keySize: 4096,
    masterLabel: name,
    privateKeyExportable: false,
  };
  return { type: 'Certificate', fullName: name, body: body };
};

/**
 * A certificate that an authority is to sign, with a key that can never leave the org. Its subject can't be set.
 * Source: Metadata API Developer Guide, Certificate (`caSigned`); created without content.
 */
export const caSignedCertificate = (name: string): Component => {
  const body: Partial<Omit<Certificate, 'expirationDate'>> = {
    caSigned: true,
    keySize: 4096,
    masterLabel: asLabel(name),
    privateKeyExportable: false,
  };
  return { type: 'Certificate', fullName: name, body: body };
};
