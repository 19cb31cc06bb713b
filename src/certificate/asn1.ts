import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import {
  type AsnType,
  BaseStringBlock,
  BitString,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
} from 'asn1js';

// What Node does not read: requests for certificates, and with which algorithm and for what a certificate is signed.

const parse = (der: Buffer): AsnType | undefined => {
  try {
    const { offset, result } = fromBER(der);
    return offset === -1 ? undefined : result;
  } catch {
    return undefined;
  }
};

const parts = (block: AsnType | undefined): AsnType[] =>
  block instanceof Constructed ? block.valueBlock.value : [];

const oid = (block: AsnType | undefined): string | undefined =>
  block instanceof ObjectIdentifier ? block.getValue() : undefined;

/** Whether a block is a field with a number of its own. */
const isTagged = (block: AsnType, number: number): boolean =>
  block.idBlock.tagClass === 3 && block.idBlock.tagNumber === number;

/** Source: RFC 4514, section 3; the others stand under their number. */
const attributes: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

const nameIn = (block: AsnType): string =>
  parts(block)
    .flatMap(parts)
    .map((attribute) => {
      const [type, value] = parts(attribute);
      const text = value instanceof BaseStringBlock ? value.getValue() : '';
      return `${attributes[oid(type) ?? ''] ?? oid(type)}=${text}`;
    })
    .join(', ');

/** What a request for a certificate says. */
export type SigningRequest = { subject: string; publicKey: KeyObject };

/** Reads a request in PEM (RFC 2986, section 4.1); undefined when it is none. */
export const readSigningRequest = (pem: string): SigningRequest | undefined => {
  const [, base64 = ''] = /-----BEGIN [A-Z ]*REQUEST-----([\s\S]+?)-----END/.exec(pem) ?? [];
  const [, subject, key] = parts(parts(parse(Buffer.from(base64, 'base64')))[0]);
  if (!key) return undefined;
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key.toBER()), format: 'der', type: 'spki' });
    return { subject: nameIn(subject), publicKey };
  } catch {
    return undefined;
  }
};

const weakHashes = ['1.3.14.3.2.26', '1.2.840.113549.2.5'];
const weakSignatures = [
  '1.2.840.113549.1.1.2',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.3.14.3.2.29',
  '1.2.840.10045.4.1',
  '1.2.840.10040.4.3',
];
const pss = '1.2.840.113549.1.1.10';

/** The hash of an RSASSA-PSS signature; SHA-1 is its default (RFC 4055, section 3.1). */
const pssHash = (parameters: AsnType | undefined): string => {
  const tagged = parts(parameters).find((block) => isTagged(block, 0));
  return oid(parts(parts(tagged)[0])[0]) ?? weakHashes[0];
};

/** Whether a certificate is signed with MD2, MD5 or SHA-1, which can be forged. */
export const hasWeakSignature = ({ raw }: X509Certificate): boolean => {
  const [algorithm, parameters] = parts(parts(parse(raw))[1]);
  const name = oid(algorithm) ?? '';
  return name === pss ? weakHashes.includes(pssHash(parameters)) : weakSignatures.includes(name);
};

/** Digital Signature, the first bit of the extension key usage. Source: RFC 5280, section 4.2.1.3. */
const digitalSignature = 0x80;

/** Whether the key of a certificate may sign data: it may where the certificate does not say for what it is. */
export const maySign = ({ raw }: X509Certificate): boolean => {
  const extensions = parts(parts(parse(raw))[0]).find((block) => isTagged(block, 3));
  const keyUsage = parts(parts(extensions)[0]).find((one) => oid(parts(one)[0]) === '2.5.29.15');
  const value = parts(keyUsage).at(-1);
  if (!(value instanceof OctetString)) return true;
  const bits = parse(Buffer.from(value.valueBlock.valueHexView));
  // What can't be read allows nothing.
  return bits instanceof BitString && ((bits.valueBlock.valueHexView[0] ?? 0) & digitalSignature) !== 0;
};

/** What a binary file is that holds certificates and is none itself: PKCS #7 (RFC 2315) or PKCS #12 (RFC 7292), which has a private key. */
export const containerIn = (der: Buffer): 'pkcs7' | 'pkcs12' | undefined => {
  const [first, second] = parts(parse(der));
  if (oid(first) === '1.2.840.113549.1.7.2') return 'pkcs7';
  const isVersion3 = first instanceof Integer && first.valueBlock.valueDec === 3;
  return isVersion3 && oid(parts(second)[0])?.startsWith('1.2.840.113549.1.7.') ? 'pkcs12' : undefined;
};
