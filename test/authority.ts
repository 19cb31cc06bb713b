import forge from 'node-forge';
import { now as fixed } from './states.ts';

const day = 86_400_000;
const keyOf = (bits: number): forge.pki.rsa.KeyPair => forge.pki.rsa.generateKeyPair({ bits, workers: -1 });
let serial = 0;

/** What differs from a certificate that is all right. Days count from `at`. */
export type Oddities = {
  from?: number;
  to?: number;
  at?: number;
  isAuthority?: boolean;
  weak?: boolean;
  /** What its key may be used for, by node-forge's names; without it the certificate does not say. */
  keyUsage?: Record<string, boolean>;
  /** Extra bytes, in an alternative name. */
  padding?: number;
};

type Issuer = { subject: forge.pki.CertificateField[]; key: forge.pki.rsa.PrivateKey };

const issue = (
  subject: forge.pki.CertificateField[],
  publicKey: forge.pki.PublicKey,
  issuer: Issuer,
  {
    from = -1,
    to = 365,
    at = fixed.getTime(),
    isAuthority = false,
    weak = false,
    padding = 0,
    keyUsage,
  }: Oddities
): string => {
  const certificate = forge.pki.createCertificate();
  serial += 1;
  certificate.serialNumber = `01${serial.toString(16).padStart(6, '0')}`;
  certificate.publicKey = publicKey;
  certificate.validity.notBefore = new Date(at + from * day);
  certificate.validity.notAfter = new Date(at + to * day);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer.subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: isAuthority, critical: true },
    ...(keyUsage ? [{ name: 'keyUsage', critical: true, ...keyUsage }] : []),
    ...(padding > 0 ? [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'x'.repeat(padding) }] }] : []),
  ]);
  certificate.sign(issuer.key, weak ? forge.md.sha1.create() : forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll('\r', '');
};

/** A root, an intermediate below it, and what they sign. All texts are PEM. */
export type Authority = {
  root: string;
  intermediate: string;
  /** The certificate for a request, after a check that the request is well-formed and signed with its own key. */
  sign: (request: string, oddities?: Oddities) => string;
  /** A certificate for a key of its own, of so many bits. */
  other: (bits?: number, oddities?: Oddities) => string;
  /** PEM of the private key of the intermediate. */
  privateKey: string;
};

/** A certificate authority of two levels, made by another library than the one that is tested. */
export const makeAuthority = (
  name = 'Test',
  at = fixed.getTime(),
  intermediateOddities: Oddities = {}
): Authority => {
  const nameOf = (level: string): forge.pki.CertificateField[] => [
    { name: 'commonName', value: `${name} ${level}` },
    { name: 'organizationName', value: 'Authority' },
  ];
  const [rootKeys, keys] = [keyOf(2048), keyOf(2048)];
  const root = { subject: nameOf('Root'), key: rootKeys.privateKey };
  const intermediate = { subject: nameOf('Issuing'), key: keys.privateKey };
  const authority = { at, isAuthority: true, to: 3650 };
  return {
    root: issue(root.subject, rootKeys.publicKey, root, authority),
    intermediate: issue(intermediate.subject, keys.publicKey, root, {
      ...authority,
      ...intermediateOddities,
    }),
    sign: (request, oddities = {}) => {
      const csr = forge.pki.certificationRequestFromPem(request);
      if (!csr.verify() || !csr.publicKey) throw new Error('the request is not signed with its own key');
      return issue(csr.subject.attributes, csr.publicKey, intermediate, { at, ...oddities });
    },
    other: (bits = 2048, oddities = {}) =>
      issue(nameOf('Somebody'), keyOf(bits).publicKey, intermediate, { at, ...oddities }),
    privateKey: forge.pki.privateKeyToPem(keys.privateKey),
  };
};
