import { createHash, createHmac, randomBytes } from 'node:crypto';
import { ApexException } from '../host.ts';
import type { Call, BlobValue } from '../values/value.ts';
import { blob } from './encoding.ts';
import type { Definition } from './definition.ts';

const digests: Record<string, string> = {
  md5: 'md5',
  sha1: 'sha1',
  'sha-256': 'sha256',
  'sha-512': 'sha512',
  sha256: 'sha256',
  sha512: 'sha512',
};

const digest = (name: string): string => {
  const known = digests[name.toLowerCase()];
  if (known === undefined) throw new ApexException('System.SecurityException', `Invalid algorithm: ${name}`);
  return known;
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
    'static Blob generateDigest(String algorithm, Blob data)': (algorithm: string, data: BlobValue) =>
      blob(createHash(digest(algorithm)).update(data.bytes).digest()),
    'static Blob generateMac(String algorithm, Blob data, Blob key)': (
      algorithm: string,
      data: BlobValue,
      key: BlobValue
    ) =>
      blob(
        createHmac(digest(algorithm.replace(/^hmac/i, '')), key.bytes)
          .update(data.bytes)
          .digest()
      ),
    'static Integer getRandomInteger()': () => randomBytes(4).readInt32BE(),
    'static Long getRandomLong()': () => randomBytes(8).readBigInt64BE(),
  },
  lacks:
    'sign signXml verify verifyHMac encrypt decrypt encryptWithManagedIV decryptWithManagedIV generateAesKey',
};
