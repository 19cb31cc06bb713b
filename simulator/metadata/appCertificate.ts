import { X509Certificate } from 'node:crypto';
import { MetadataProblem } from './problem.ts';

const armour = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/;

const fromDer = (base64: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
};

/**
 * The certificate in an app's metadata: PEM text (Metadata API Developer Guide), base64 of a PEM file (seen live:
 * jfwberg/lightweight-soap-util) or base64 of DER (seen in dxatscale/sfpowerkit). Undefined if it is none of these.
 */
export const readCertificate = (value: string): X509Certificate | undefined => {
  const body = armour.exec(value)?.[1];
  if (body !== undefined) return fromDer(body);
  if (!/^[A-Za-z0-9+/=\s]+$/.test(value)) return undefined;
  const inner = armour.exec(Buffer.from(value, 'base64').toString('latin1'))?.[1];
  return fromDer(inner ?? value);
};

/**
 * Refuses a certificate that an app cannot take: at most 4 KB (Salesforce Help, remoteaccess_oauth_jwt_flow), X.509.
 * The wording for what is no certificate is not documented.
 * @throws MetadataProblem
 */
export const checkCertificate = (value: string | undefined): void => {
  if (value === undefined) return;
  if (Buffer.byteLength(value) > 4096) {
    throw new MetadataProblem(
      'STRING_TOO_LONG',
      "The certificate size can't exceed 4 KB. If it does, try using a DER-encoded file to reduce the size.",
      ['certificate']
    );
  }
  if (!readCertificate(value)) {
    throw new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', 'Invalid certificate', ['certificate']);
  }
};
