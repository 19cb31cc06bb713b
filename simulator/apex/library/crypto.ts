import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto';
import { ApexException } from '../host.ts';
import type { BlobValue, Call } from '../values/value.ts';
import type { Definition, Native } from './definition.ts';
import { blob } from './encoding.ts';

const digests: Record<string, string> = {
  md5: 'md5',
  sha1: 'sha1',
  'sha-1': 'sha1',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
};

const refuse = (type: string, message: string): ApexException => new ApexException(`System.${type}`, message);

const digest = (name: string): string => {
  const known = digests[name.toLowerCase()];
  if (known === undefined) throw refuse('SecurityException', `Invalid algorithm: ${name}`);
  return known;
};

const mac = (algorithm: string, data: BlobValue, key: BlobValue): Buffer =>
  createHmac(digest(algorithm.replace(/^hmac/i, '')), key.bytes)
    .update(data.bytes)
    .digest();

/** AES in CBC mode (Apex Reference Guide, "Crypto Class", with the texts of its exceptions). */
const cipherName = (algorithm: string, { bytes }: BlobValue): string => {
  const size = /^AES(128|192|256)$/i.exec(algorithm)?.[1];
  if (size === undefined)
    throw refuse(
      'InvalidParameterValueException',
      `Invalid algorithm ${algorithm}. Must be AES128, AES192, or AES256`
    );
  if (bytes.length * 8 !== Number(size))
    throw refuse('InvalidParameterValueException', `Invalid private key. Must be ${Number(size) / 8} bytes.`);
  return `aes-${size}-cbc`;
};

const vector = (bytes: Buffer, message = 'Invalid initialization vector. Must be 16 bytes.'): Buffer => {
  if (bytes.length !== 16) throw refuse('InvalidParameterValueException', message);
  return bytes;
};

const mostBytes = 1_048_576;

const encrypted = (algorithm: string, key: BlobValue, iv: Buffer, data: BlobValue): Buffer => {
  const { length } = data.bytes;
  if (length > mostBytes) {
    const message = `Invalid data. Input data is ${length} bytes, which exceeds the limit of ${mostBytes} bytes.`;
    throw refuse('InvalidParameterValueException', message);
  }
  const cipher = createCipheriv(cipherName(algorithm, key), key.bytes, iv);
  return Buffer.concat([cipher.update(data.bytes), cipher.final()]);
};

const decrypted = (algorithm: string, key: BlobValue, iv: Buffer, data: Buffer): Buffer => {
  const cipher = createDecipheriv(cipherName(algorithm, key), key.bytes, iv);
  try {
    return Buffer.concat([cipher.update(data), cipher.final()]);
  } catch {
    throw refuse('SecurityException', 'Given final block not properly padded');
  }
};

/** The digest of `RSA-SHA256` and the like; `RSA` alone means SHA1 (Apex Reference Guide, "Crypto Class"). */
const signatureDigest = (algorithm: string): string => {
  const name = /^RSA(?:-(SHA1|SHA256|SHA384|SHA512))?$/i.exec(algorithm);
  if (!name) throw new Error(`not simulated: signing with ${algorithm}`);
  return (name[1] ?? 'SHA1').toLowerCase();
};

/** @throws ApexException for bytes that are no key; no source gives the text */
const keyOf = (read: () => KeyObject): KeyObject => {
  try {
    return read();
  } catch {
    throw refuse('InvalidParameterValueException', 'Invalid private key');
  }
};

const privateKey = ({ bytes }: BlobValue): KeyObject =>
  keyOf(() => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }));
const publicKey = ({ bytes }: BlobValue): KeyObject =>
  keyOf(() => createPublicKey({ key: bytes, format: 'der', type: 'spki' }));

const aes: Record<string, Native> = {
  'static Blob generateAesKey(Integer size)': (size: number) => {
    if (![128, 192, 256].includes(size))
      throw refuse('InvalidParameterValueException', 'Invalid key size: must be 128, 192 or 256');
    return blob(randomBytes(size / 8));
  },
  'static Blob encrypt(String algorithm, Blob key, Blob iv, Blob data)': (
    algorithm: string,
    key: BlobValue,
    iv: BlobValue,
    data: BlobValue
  ) => blob(encrypted(algorithm, key, vector(iv.bytes), data)),
  'static Blob decrypt(String algorithm, Blob key, Blob iv, Blob data)': (
    algorithm: string,
    key: BlobValue,
    iv: BlobValue,
    data: BlobValue
  ) => blob(decrypted(algorithm, key, vector(iv.bytes), data.bytes)),
  'static Blob encryptWithManagedIV(String algorithm, Blob key, Blob data)': (
    algorithm: string,
    key: BlobValue,
    data: BlobValue
  ) => {
    const iv = randomBytes(16);
    return blob(Buffer.concat([iv, encrypted(algorithm, key, iv, data)]));
  },
  'static Blob decryptWithManagedIV(String algorithm, Blob key, Blob data)': (
    algorithm: string,
    key: BlobValue,
    { bytes }: BlobValue
  ) => {
    const problem = 'Unable to parse initialization vector from encrypted data.';
    return blob(decrypted(algorithm, key, vector(bytes.subarray(0, 16), problem), bytes.subarray(16)));
  },
};

/** Apex Reference Guide, "Crypto Class". The org signs with its certificates. */
export const crypto: Definition = {
  name: 'Crypto',
  members: {
    'static Blob signWithCertificate(String algorithm, Blob data, String certificate)': (
      algorithm: string,
      data: BlobValue,
      certificate: string,
      { machine }: Call
    ) => blob(machine.host.sign(algorithm, data.bytes, certificate)),
    'static Blob sign(String algorithm, Blob data, Blob key)': (
      algorithm: string,
      data: BlobValue,
      key: BlobValue
    ) => blob(sign(signatureDigest(algorithm), data.bytes, privateKey(key))),
    'static Boolean verify(String algorithm, Blob data, Blob signature, Blob key)': (
      algorithm: string,
      data: BlobValue,
      signature: BlobValue,
      key: BlobValue
    ) => verify(signatureDigest(algorithm), data.bytes, publicKey(key), signature.bytes),
    'static Blob generateDigest(String algorithm, Blob data)': (algorithm: string, data: BlobValue) =>
      blob(createHash(digest(algorithm)).update(data.bytes).digest()),
    'static Blob generateMac(String algorithm, Blob data, Blob key)': (
      algorithm: string,
      data: BlobValue,
      key: BlobValue
    ) => blob(mac(algorithm, data, key)),
    'static Boolean verifyHMac(String algorithm, Blob data, Blob key, Blob mac)': (
      algorithm: string,
      data: BlobValue,
      key: BlobValue,
      { bytes }: BlobValue
    ) => {
      const wanted = mac(algorithm, data, key);
      return wanted.length === bytes.length && timingSafeEqual(wanted, bytes);
    },
    ...aes,
    'static Integer getRandomInteger()': () => randomBytes(4).readInt32BE(),
    'static Long getRandomLong()': () => randomBytes(8).readBigInt64BE(),
  },
  lacks: 'signXml',
};
