import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { algorithm, hex, sequence, signedPem, tagged, writeName } from './der.ts';
import type { Name } from './der.ts';

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280, section 4.1.2.5). */
const writeTime = (date: Date): Buffer => {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2)))
    : tagged(0x18, Buffer.from(digits));
};

/** The extension basicConstraints (RFC 5280, section 4.2.1.9): an authority. */
const certificateAuthority = tagged(
  0xa3,
  sequence(sequence(hex('0603551d13'), hex('0101ff'), tagged(0x04, sequence(hex('0101ff')))))
);

/** A self-signed certificate in PEM, 64 characters a line, signed with SHA-256 and RSA. */
export const selfSigned = (
  name: Name,
  keys: { privateKey: KeyObject; publicKey: KeyObject },
  notBefore: Date,
  notAfter: Date
): string => {
  const version3 = tagged(0xa0, hex('020102'));
  const serial = tagged(0x02, Buffer.from([0x01]), randomBytes(15));
  const distinguishedName = writeName(name);
  const content = sequence(
    version3,
    serial,
    algorithm,
    distinguishedName,
    sequence(writeTime(notBefore), writeTime(notAfter)),
    distinguishedName,
    keys.publicKey.export({ format: 'der', type: 'spki' }),
    certificateAuthority
  );
  return signedPem('CERTIFICATE', content, keys.privateKey);
};
