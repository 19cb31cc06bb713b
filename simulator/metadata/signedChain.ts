import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Certificate } from '../org.ts';
import { MetadataProblem } from './problem.ts';

const refuse = (message: string): MetadataProblem =>
  new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', message, ['content']);

/** The certificates of a PEM text, in its order. @throws MetadataProblem if there is none, or one is broken */
const certificatesIn = (pem: string): X509Certificate[] => {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw refuse('Invalid certificate');
  return blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw refuse('Invalid certificate');
    }
  });
};

/**
 * A certificate whose request an authority has signed: the chain that was uploaded takes the request's place, the key
 * stays (Metadata API Developer Guide, Certificate). What Salesforce checks, and in which words it refuses, no source
 * tells: the leaf must come first and have the key of the request, each certificate be signed by the next, none have ended.
 * @throws MetadataProblem
 */
export const complete = (pending: Certificate, file: Buffer, now: number): Certificate => {
  const pem = file.toString();
  const chain = certificatesIn(pem);
  const [leaf] = chain;
  if (!leaf.publicKey.equals(createPublicKey(pending.privateKey)))
    throw refuse('The certificate does not match the certificate signing request.');
  for (const [i, issuer] of chain.slice(1).entries()) {
    if (!chain[i].checkIssued(issuer) || !chain[i].verify(issuer.publicKey))
      throw refuse('The certificate chain is not in the right order.');
  }
  if (chain.some(({ validFrom, validTo }) => Date.parse(validFrom) > now || Date.parse(validTo) <= now))
    throw refuse('The certificate is not valid at this time.');
  return { ...pending, pem, expires: new Date(leaf.validTo) };
};
