import { createHash, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { describeEnd } from '../describe.ts';
import { daysLeft } from '../metadata/certificate.ts';
import type { OrgFacts } from '../org/identity.ts';
import { end } from '../result.ts';
import { inLine } from './chain.ts';
import type { HeldCertificate } from './observe.ts';

/** The one JSON shape of the commands about a certificate, whatever their flags. */
export const certificateResult = z.object({
  hub: end,
  certificate: z.object({
    name: z.string(),
    /** `pending`: an authority has to sign its request. */
    state: z.enum(['pending', 'signed']),
    subject: z.string(),
    /** Null while it is pending, like all that only the signature brings. */
    issuer: z.string().nullable(),
    keySize: z.int(),
    /** SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal digits. */
    publicKey: z.string(),
    /** SHA-256 of the certificate, `AB:CD:…`. */
    fingerprint: z.string().nullable(),
    expires: z.string().nullable(),
    /** Whole days until it ends, negative after that. */
    daysLeft: z.int().nullable(),
  }),
  /** PEM of the request, while it is pending. */
  request: z.string().nullable(),
  /** Whether anything was written to the org. */
  changed: z.boolean(),
});

export type CertificateResult = z.infer<typeof certificateResult>;

/** SHA-256 of a public key, in hexadecimal digits. */
export const keyFingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex');

/** Pure: a certificate as the result of every command tells it. */
export const describeCertificate = (
  org: OrgFacts,
  held: HeldCertificate,
  changed: boolean,
  now: Date
): CertificateResult => {
  const leaf = held.state === 'pending' ? undefined : held.leaf;
  const key = held.state === 'pending' ? held.publicKey : held.leaf.publicKey;
  return {
    hub: describeEnd(org),
    certificate: {
      name: held.name,
      state: held.state === 'pending' ? 'pending' : 'signed',
      subject: held.state === 'pending' ? held.subject : inLine(held.leaf.subject),
      issuer: leaf ? inLine(leaf.issuer) : null,
      keySize: key.asymmetricKeyDetails?.modulusLength ?? 0,
      publicKey: keyFingerprint(key),
      fingerprint: leaf?.fingerprint256 ?? null,
      expires: leaf ? new Date(leaf.validTo).toISOString() : null,
      daysLeft: leaf ? daysLeft(leaf, now) : null,
    },
    request: held.state === 'pending' ? held.request : null,
    changed,
  };
};
