import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { signingRequest } from '../../simulator/metadata/signingRequest.ts';
import { containerIn, hasWeakSignature, readSigningRequest } from '../../src/certificate/asn1.ts';
import { fingerprint, readCertificate, readCertificates } from '../../src/metadata/certificate.ts';
import { makePem } from '../certificates.ts';
import { always, anyText, asSent } from '../property.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 1024 });
const [pem, other] = [makePem(), makePem({ unit: null })].map((text) => text.trim());
const der = new X509Certificate(pem).raw;
const request = signingRequest([['CN', 'Hub']], keys);

/** What may stand around blocks: anything but another one. */
const anyWords = anyText.map((text) => text.replaceAll('-----', ''));
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.string().map((text) => Buffer.from(text))
);

/** Bytes in which one is another. */
const withByte = (bytes: Buffer, at: number, by: number): Buffer =>
  Buffer.from(bytes.map((byte, i) => (i === at % bytes.length ? byte ^ by : byte)));
const anyFlip = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
const asPem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----`;

describe('certificates in texts', () => {
  it('are found in their order, whatever stands around them', () => {
    always(
      fc.property(anyWords, anyWords, anyWords, (before, between, after) => {
        const text = [before, pem, between, other, after].join('\n');
        expect(readCertificates(text).map(({ raw }) => raw)).to.deep.equal(
          [pem, other].map((one) => new X509Certificate(one).raw)
        );
        for (const form of [text, text.replaceAll('\n', '\r\n'), Buffer.from(text).toString('base64')])
          expect(readCertificate(form)?.raw.equals(der)).to.equal(true);
      })
    );
    expect(readCertificate(der.toString('base64'))?.raw.equals(der)).to.equal(true);
  });

  it('are another certificate, or none, when one byte is another', () => {
    always(
      fc.property(anyFlip, ([at, by]) => {
        const changed = withByte(der, at, by);
        for (const text of [changed.toString('base64'), asPem('CERTIFICATE', changed)])
          expect(fingerprint(text)).to.not.equal(new X509Certificate(pem).fingerprint256);
      }),
      300
    );
  });

  it('are none in anything else, which is no request and no container either', () => {
    always(
      fc.property(
        fc.oneof(
          anyBytes,
          anyFlip.map(([at, by]) => withByte(der, at, by))
        ),
        (bytes) => {
          const binary = Buffer.from(bytes);
          for (const text of [
            binary.toString('latin1'),
            binary.toString('base64'),
            asPem('CERTIFICATE', binary),
          ]) {
            const certificate = readCertificate(text);
            if (certificate) hasWeakSignature(certificate);
            expect(readSigningRequest(text)).to.equal(undefined);
          }
          expect(containerIn(binary)).to.equal(undefined);
        }
      ),
      500
    );
  });
});

describe('a request for a certificate', () => {
  it('says who asks, whatever the name', () => {
    always(
      fc.property(anyText, anyText, (name, organization) => {
        const [cn, o] = [name, organization].map((text) => asSent(text));
        const read = readSigningRequest(signingRequest([['CN', cn], ['O', o]], keys)); // prettier-ignore
        expect(read?.subject).to.equal(`CN=${cn}, O=${o}`);
        expect(read?.publicKey.equals(keys.publicKey)).to.equal(true);
      }),
      50
    );
  });

  it('is read or refused, never a surprise, when one byte is another', () => {
    const bytes = Buffer.from(request.replace(/-----.*-----|\n/g, ''), 'base64');
    always(
      fc.property(anyFlip, ([at, by]) => {
        const read = readSigningRequest(asPem('CERTIFICATE REQUEST', withByte(bytes, at, by)));
        expect(read === undefined || typeof read.subject === 'string').to.equal(true);
      }),
      300
    );
  });
});
