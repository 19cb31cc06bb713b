import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { type AsnType, Integer, ObjectIdentifier, Sequence } from 'asn1js';
import { expect } from 'chai';
import forge from 'node-forge';
import { signingRequest } from '../../simulator/metadata/signingRequest.ts';
import { containerIn, hasWeakSignature, readSigningRequest } from '../../src/certificate/asn1.ts';
import { makeAuthority } from '../authority.ts';
import { ellipticCurve, pssSha1, pssSha256 } from './samples.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 1024 });
const request = signingRequest(
  [
    ['CN', 'Zoë, "1"'],
    ['OU', '00D000000000001'],
    ['C', 'USA'],
  ],
  keys
);

describe('certificate/asn1', () => {
  it('reads subject and key of a request', () => {
    const read = readSigningRequest(request);
    expect(read?.subject).to.equal('CN=Zoë, "1", OU=00D000000000001, C=USA');
    expect(read?.publicKey.equals(keys.publicKey)).to.equal(true);
  });

  it('reads one of another library, under the older name and with attributes that it does not know', () => {
    const csr = forge.pki.createCertificationRequest();
    const pair = forge.pki.rsa.generateKeyPair(1024);
    csr.publicKey = pair.publicKey;
    csr.setSubject([
      { name: 'emailAddress', value: 'a@b.example' },
      { type: '2.5.4.12', value: 'Boss' },
    ]);
    csr.sign(pair.privateKey, forge.md.sha256.create());
    const pem = forge.pki.certificationRequestToPem(csr).replaceAll('CERTIFICATE', 'NEW CERTIFICATE');
    expect(readSigningRequest(pem)?.subject).to.equal('emailAddress=a@b.example, 2.5.4.12=Boss');
  });

  it('says when a text is no request, wherever it breaks off', () => {
    const lines = request.split('\n');
    for (const text of [
      '',
      'REQUEST',
      ellipticCurve,
      request.replace('CERTIFICATE REQUEST', 'CERTIFICATE'),
      '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----',
      ...lines.slice(1, -2).map((_, i) => [...lines.slice(0, i + 1), ...lines.slice(-2)].join('\n')),
    ])
      expect(readSigningRequest(text), text).to.equal(undefined);
  });

  it('knows which signatures can be forged', () => {
    const authority = makeAuthority();
    const isWeak = (pem: string): boolean => hasWeakSignature(new X509Certificate(pem));
    expect([authority.other(2048, { weak: true }), pssSha1].map(isWeak)).to.deep.equal([true, true]);
    expect([authority.other(), pssSha256, ellipticCurve].map(isWeak)).to.deep.equal([false, false, false]);
  });

  it('knows containers from certificates', () => {
    const { privateKey, certificate } = (() => {
      const pair = forge.pki.rsa.generateKeyPair(1024);
      return { privateKey: pair.privateKey, certificate: forge.pki.certificateFromPem(makeAuthority().root) };
    })();
    const bytes = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
    const signed = forge.pkcs7.createSignedData();
    signed.addCertificate(certificate);
    expect(containerIn(bytes(signed.toAsn1()))).to.equal('pkcs7');
    const p12 = forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], 'secret', { algorithm: '3des' });
    expect(containerIn(bytes(p12))).to.equal('pkcs12');
    for (const other of [new X509Certificate(ellipticCurve).raw, Buffer.alloc(0), Buffer.from('text')])
      expect(containerIn(other)).to.equal(undefined);
  });

  const oid = (value: string): ObjectIdentifier => new ObjectIdentifier({ value });
  const sequence = (...value: AsnType[]): Sequence => new Sequence({ value });
  const der = (...value: AsnType[]): Buffer => Buffer.from(sequence(...value).toBER());

  it('knows PKCS #12 by its version and by what it holds', () => {
    const [version, data] = [new Integer({ value: 3 }), oid('1.2.840.113549.1.7.1')];
    expect(containerIn(der(version, sequence(data)))).to.equal('pkcs12');
    for (const other of [
      der(new Integer({ value: 2 }), sequence(data)),
      der(version, sequence(oid('1.2.3'))),
      der(version, sequence(version)),
      der(version),
      der(data, sequence(data)),
      der(),
    ])
      expect(containerIn(other)).to.equal(undefined);
  });

  it('reads no request without a key, and none whose key is no key', () => {
    const pem = (content: Buffer): string =>
      `-----BEGIN CERTIFICATE REQUEST-----\n${content.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    const [version, none] = [new Integer({ value: 0 }), sequence()];
    for (const content of [
      der(sequence(version, none)),
      der(sequence(version, none, none)),
      der(version),
      der(),
    ])
      expect(readSigningRequest(pem(content))).to.equal(undefined);
    expect(readSigningRequest('none')).to.equal(undefined);
  });
});
