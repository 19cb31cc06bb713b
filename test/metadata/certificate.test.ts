import { expect } from 'chai';
import {
  caSignedCertificate,
  certificateName,
  certificateOrg,
  contentOf,
  daysLeft,
  fingerprint,
  isSigningRequest,
  readCertificate,
  readCertificates,
  selfSignedCertificate,
} from '../../src/metadata/certificate.ts';
import { toXml } from '../../src/metadata/xml.ts';
import { makeCertificate, makePem } from '../certificates.ts';
import { hubId, now } from '../states.ts';
import { golden } from './specs.ts';

const leaf = makePem();
const issuer = makePem({ unit: 'CA' });
const der = leaf.replace(/-----[^-]+-----|\s/g, '');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('metadata/certificate', () => {
  for (const [form, text] of [
    ['PEM', leaf],
    ['PEM with Windows line ends', leaf.replaceAll('\n', '\r\n')],
    ['PEM without a line end', leaf.trim()],
    ['base64 of PEM', base64(leaf)],
    ['base64 of DER', der],
    ['a chain, leaf first', `${leaf}\n${issuer}`],
    ['base64 of a chain', base64(`${leaf}${issuer}`)],
    ['PEM with words around it', `Bag Attributes\n${leaf}end`],
  ]) {
    it(`gives one fingerprint for ${form}`, () => {
      expect(fingerprint(text))
        .to.equal(readCertificate(leaf)?.fingerprint256)
        .and.to.match(/^([0-9A-F]{2}:?){32}$/);
    });
  }

  it('gives another fingerprint for another certificate', () => {
    expect(fingerprint(issuer)).not.to.equal(fingerprint(leaf));
  });

  it('says when a text is no certificate', () => {
    for (const text of [
      '',
      'S2S_20261124',
      '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
      leaf.slice(0, 400),
    ]) {
      expect(readCertificate(text)).to.equal(undefined);
      expect(fingerprint(text)).to.equal(undefined);
    }
  });

  it('names the org that made a certificate, where its subject has a unit', () => {
    expect(certificateOrg(makeCertificate('a').x509)).to.equal(hubId.slice(0, 15));
    expect(certificateOrg(makeCertificate('a', { unit: 'IT Security' }).x509)).to.equal('IT Security');
    expect(certificateOrg(makeCertificate('a', { unit: null }).x509)).to.equal(undefined);
  });

  it('counts whole days, less than none once it has ended', () => {
    const left = (to: number): number => daysLeft(makeCertificate('a', { to }).x509, now);
    expect([700, 1, 0.5, 0, -0.1, -2].map(left)).to.deep.equal([700, 1, 0, 0, -1, -2]);
  });

  it('asks for a certificate to the letter: self-signed, 4096 bits, two years, key not exportable', () => {
    const wanted = selfSignedCertificate('S2S_20261124', now);
    expect(toXml(wanted)).to.equal(golden('Certificate'));
    expect(wanted.fullName).to.equal('S2S_20261124');
    expect(wanted.body).not.to.have.property('content');
  });

  it('ends a certificate that is made on a leap day on the day after the last of February', () => {
    const { body } = selfSignedCertificate('S2S_20280229', new Date('2028-02-29T23:00:00Z'));
    expect(body.expirationDate).to.equal('2030-03-01T00:00:00.000Z');
  });

  it('asks for a certificate that an authority is to sign, to the letter', () => {
    expect(caSignedCertificate('Company')).to.deep.equal({
      type: 'Certificate',
      fullName: 'Company',
      body: { caSigned: true, keySize: 4096, masterLabel: 'Company', privateKeyExportable: false },
    });
  });

  it('reads all certificates of a text, in its order', () => {
    expect(
      readCertificates(`first\n${leaf}\nthen ${issuer}end`).map((one) => one.fingerprint256)
    ).to.deep.equal([leaf, issuer].map(fingerprint));
    expect(readCertificates('none')).to.deep.equal([]);
  });

  it('calls a certificate by the common name in its subject, or by all of it', () => {
    const named = (subject: string): string => certificateName({ subject });
    expect(named('C=US\nCN=S2S_20261124\nOU=00D')).to.equal('S2S_20261124');
    expect(named('C=US\nO=CN=x')).to.equal('C=US, O=CN=x');
  });

  it('knows a request that nobody has signed yet, under both of its labels', () => {
    for (const label of ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'])
      expect(isSigningRequest(`-----BEGIN ${label}-----\nx`)).to.equal(true);
    expect(isSigningRequest(leaf)).to.equal(false);
  });

  it('decodes the content that an org tells', () => {
    expect(contentOf({ type: 'Certificate', fullName: 'a', body: { content: base64(leaf) } })).to.equal(leaf);
  });

  it('is told by no unit that stands within another part of the subject', () => {
    const org = (subject: string): string | undefined => certificateOrg({ subject });
    expect(org('O=OU=00D000000000001')).to.equal(undefined);
  });
});
