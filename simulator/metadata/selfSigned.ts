import { randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

// DER by hand (ITU-T X.690; RFC 5280, section 4.1): Node reads certificates but makes none.

const tagged = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length =
    size < 0x80
      ? [size]
      : size < 0x100
        ? [0x81, size]
        : size < 0x10000
          ? [0x82, size >> 8, size & 0xff]
          : undefined;
  if (!length) throw new Error('DER: more than 65,535 bytes');
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');

const oids = {
  sha256WithRsa: hex('06092a864886f70d01010b'),
  basicConstraints: hex('0603551d13'),
  CN: hex('0603550403'),
  C: hex('0603550406'),
  L: hex('0603550407'),
  ST: hex('0603550408'),
  O: hex('060355040a'),
  OU: hex('060355040b'),
};

/** Attributes of a distinguished name, in order. */
export type Name = [attribute: 'CN' | 'OU' | 'O' | 'L' | 'ST' | 'C', value: string][];

const writeName = (name: Name): Buffer =>
  sequence(
    ...name.map(([attribute, value]) =>
      // A country is a PrintableString, the others may be UTF8Strings.
      tagged(0x31, sequence(oids[attribute], tagged(attribute === 'C' ? 0x13 : 0x0c, Buffer.from(value))))
    )
  );

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

const algorithm = sequence(oids.sha256WithRsa, hex('0500'));
const certificateAuthority = tagged(
  0xa3,
  sequence(sequence(oids.basicConstraints, hex('0101ff'), tagged(0x04, sequence(hex('0101ff')))))
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
  const signature = tagged(0x03, hex('00'), sign('sha256', content, keys.privateKey));
  const body = sequence(content, algorithm, signature)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
};
