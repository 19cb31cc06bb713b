import type { KeyObject, X509Certificate } from 'node:crypto';
import { dayOf, lastDay } from '../metadata/certificate.ts';
import { failure } from '../text/messages.ts';
import { hasWeakSignature, maySign } from './asn1.ts';

/** Most bytes of a certificate that an app takes. Source: Salesforce Help, remoteaccess_oauth_jwt_flow. */
const largestLeaf = 4096;
const smallestKey = 2048;

/** A distinguished name in one line. */
export const inLine = (name: string): string => name.split('\n').join(', ');

/** Whether another signed it, and may: Node looks at its name and its key usage, too. */
const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean => {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that signs nothing.
    return false;
  }
};

/** Whether a certificate is at the end of its chain. */
export const isRoot = (certificate: X509Certificate): boolean => certificate.checkIssued(certificate);

/** The certificates from the leaf on, as far as each is signed by another. */
const inOrder = (chain: X509Certificate[]): X509Certificate[] => {
  const isIssuer = (one: X509Certificate): boolean =>
    chain.some((other) => other !== one && isSignedBy(other, one));
  const path = chain.filter((one) => !isIssuer(one)).slice(0, 1);
  for (let next = path.at(0); next;) {
    const last: X509Certificate = next;
    next = chain.find((one) => !path.includes(one) && isSignedBy(last, one));
    if (next) path.push(next);
  }
  return path;
};

const guardOrder = (chain: X509Certificate[], file: string): void => {
  const broken = chain.findIndex((one, i) => i + 1 < chain.length && !isSignedBy(one, chain[i + 1]));
  if (broken < 0) return;
  const path = inOrder(chain);
  if (path.length === chain.length) {
    throw failure('chainOrder', { file, order: path.map((one) => chain.indexOf(one) + 1).join(', ') });
  }
  throw failure('chainGap', {
    file,
    number: broken + 1,
    subject: inLine(chain[broken].subject),
    issuer: inLine(chain[broken].issuer),
    next: broken + 2,
    other: inLine(chain[broken + 1].subject),
  });
};

const bitsOf = ({ asymmetricKeyDetails, asymmetricKeyType }: KeyObject): number | undefined =>
  asymmetricKeyType?.startsWith('rsa') ? asymmetricKeyDetails?.modulusLength : undefined;

/** What is wrong with one certificate of a chain, by the end of the key of its error. */
const flawOf = (one: X509Certificate, isLeaf: boolean, now: Date): string | undefined => {
  const isWeak = (bitsOf(one.publicKey) ?? smallestKey) < smallestKey;
  const flaws: [string, boolean][] = [
    ['Ended', Date.parse(one.validTo) <= now.getTime()],
    ['NotBegun', Date.parse(one.validFrom) > now.getTime()],
    // Nobody relies on how a root signs itself.
    ['Forgeable', !isRoot(one) && hasWeakSignature(one)],
    ['ShortKey', isWeak || (isLeaf && bitsOf(one.publicKey) === undefined)],
    ['IsAuthority', isLeaf && one.ca],
    // Roots of version 1 do not say what they are.
    ['NoAuthority', !isLeaf && !one.ca && !isRoot(one)],
    ['OtherUsage', isLeaf && !maySign(one)],
    ['TooLarge', isLeaf && Buffer.byteLength(one.toString().trim()) > largestLeaf],
  ];
  return flaws.find(([, isThere]) => isThere)?.[0];
};

/**
 * Pure: refuses a chain that is in the wrong order, has a gap, is not valid now, or is too weak or too large for a link.
 * The root, or all but the leaf, may be left out.
 * @param file as errors name it
 * @throws SfError that names the certificate by its place in the file, from 1 on
 */
export const guardChain = (chain: X509Certificate[], file: string, now: Date): void => {
  guardOrder(chain, file);
  for (const [i, one] of chain.entries()) {
    const flaw = flawOf(one, i === 0, now);
    const values = {
      file,
      number: i + 1,
      subject: inLine(one.subject),
      from: dayOf(one.validFrom),
      end: lastDay(one),
      bits: bitsOf(one.publicKey) ?? one.publicKey.asymmetricKeyType,
      size: Buffer.byteLength(one.toString().trim()),
    };
    if (flaw !== undefined) throw failure(`badCertificate${flaw}`, values);
  }
};
