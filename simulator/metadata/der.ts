import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

// DER by hand (ITU-T X.690; RFC 5280, section 4.1): Node reads certificates but makes neither them nor requests for them.

/** An element of DER with its parts. @throws Error for more than 65,535 bytes */
export const tagged = (tag: number, ...parts: Buffer[]): Buffer => {
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

export const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
export const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');

const oids = {
  sha256WithRsa: hex('06092a864886f70d01010b'),
  CN: hex('0603550403'),
  C: hex('0603550406'),
  L: hex('0603550407'),
  ST: hex('0603550408'),
  O: hex('060355040a'),
  OU: hex('060355040b'),
};

/** Attributes of a distinguished name, in order. */
export type Name = [attribute: 'CN' | 'OU' | 'O' | 'L' | 'ST' | 'C', value: string][];

export const writeName = (name: Name): Buffer =>
  sequence(
    ...name.map(([attribute, value]) =>
      // A country is a PrintableString, the others may be UTF8Strings.
      tagged(0x31, sequence(oids[attribute], tagged(attribute === 'C' ? 0x13 : 0x0c, Buffer.from(value))))
    )
  );

/** RSA with SHA-256 (RFC 4055, section 5). */
export const algorithm = sequence(oids.sha256WithRsa, hex('0500'));

/** Signs content with SHA-256 and RSA, and gives both in PEM, 64 characters a line. */
export const signedPem = (label: string, content: Buffer, privateKey: KeyObject): string => {
  const signature = tagged(0x03, hex('00'), sign('sha256', content, privateKey));
  const body = sequence(content, algorithm, signature)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
};
