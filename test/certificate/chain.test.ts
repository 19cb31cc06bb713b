import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { guardChain } from '../../src/certificate/chain.ts';
import { makeAuthority } from '../authority.ts';
import { refusal } from '../refusal.ts';
import { now } from '../states.ts';
import { ellipticCurve } from './samples.ts';

const authority = makeAuthority();
const { root, intermediate } = authority;
const leaf = authority.other();
const read = (pems: string[]): X509Certificate[] => pems.map((pem) => new X509Certificate(pem));
const guard = (...pems: string[]): void => {
  guardChain(read(pems), 'chain.pem', now);
};

describe('certificate/chain', () => {
  const otherwise = { keyUsage: { keyEncipherment: true } };
  const noSigner = makeAuthority('Tls', now.getTime(), otherwise);

  for (const [what, pems] of [
    ['the leaf alone', [leaf]],
    ['leaf and intermediate', [leaf, intermediate]],
    ['leaf, intermediate and root', [leaf, intermediate, root]],
  ] as [string, string[]][])
    it(`takes ${what}`, () => {
      guard(...pems);
    });

  for (const [pems, order] of [
    [[root, intermediate, leaf], '3, 2, 1'],
    [[leaf, root, intermediate], '1, 3, 2'],
    [[intermediate, leaf], '2, 1'],
    [[intermediate, leaf, root], '2, 1, 3'],
  ] as [string[], string][])
    it(`tells the right order: ${order}`, () => {
      const error = refusal(() => {
        guard(...pems);
      });
      expect(error?.name).to.equal('ChainOrderError');
      expect(error?.message).to.match(new RegExp(`: ${order}$`));
    });

  for (const [what, pems, words] of [
    [
      'a gap',
      [leaf, root],
      'Certificate 1 in chain.pem (CN=Test Somebody, O=Authority) is not signed by certificate 2',
    ],
    [
      'another authority of the same name',
      [leaf, makeAuthority().intermediate],
      'is not signed by certificate 2',
    ],
    [
      'an authority whose key may not sign certificates',
      [noSigner.other(), noSigner.intermediate],
      'is not signed by certificate 2',
    ],
    ['one that stands there twice', [leaf, intermediate, intermediate], 'Certificate 2'],
    [
      'a certificate of another chain in front',
      [makeAuthority('Other').other(), leaf, intermediate],
      'Certificate 1',
    ],
  ] as [string, string[], string][])
    it(`refuses ${what}`, () => {
      const error = refusal(() => {
        guard(...pems);
      });
      expect(error?.name).to.equal('ChainGapError');
      expect(error?.message).to.include(words);
    });

  const weakAuthority = makeAuthority('Weak', now.getTime(), { weak: true });
  const endedAuthority = makeAuthority('Old', now.getTime(), { from: -20, to: -10 });
  const noAuthority = makeAuthority('Fake', now.getTime(), { isAuthority: false });
  const signer = makeAuthority('Signer', now.getTime(), { keyUsage: { keyCertSign: true, cRLSign: true } });
  it('takes keys that say what they are used for here', () => {
    guard(signer.other(2048, { keyUsage: { digitalSignature: true } }), signer.intermediate);
    guard(signer.other(2048, { keyUsage: { digitalSignature: true, keyEncipherment: true } }));
  });

  for (const [name, pems, words] of [
    ['OtherUsage', [authority.other(2048, otherwise), intermediate], 'does not let its key sign'],
    ['OtherUsage', [authority.other(2048, { keyUsage: { keyCertSign: true } })], 'does not let its key sign'],
    ['Ended', [authority.other(2048, { from: -9, to: -1 }), intermediate], 'Certificate 1'],
    ['Ended', [endedAuthority.other(), endedAuthority.intermediate], 'Certificate 2'],
    ['NotBegun', [authority.other(2048, { from: 2 })], 'is valid from 2026-11-26 on'],
    ['Forgeable', [authority.other(2048, { weak: true })], 'Certificate 1'],
    ['Forgeable', [weakAuthority.other(), weakAuthority.intermediate], 'Certificate 2'],
    ['ShortKey', [authority.other(1024), intermediate], '(1024)'],
    ['IsAuthority', [authority.other(2048, { isAuthority: true }), intermediate], 'is that of an authority'],
    ['IsAuthority', [intermediate, root], 'is that of an authority'],
    ['NoAuthority', [noAuthority.other(), noAuthority.intermediate], 'Certificate 2'],
    ['TooLarge', [authority.other(2048, { padding: 3000 })], 'An app on a spoke takes 4096'],
  ] as [string, string[], string][])
    it(`refuses BadCertificate${name}: ${words}`, () => {
      const error = refusal(() => {
        guard(...pems);
      });
      expect(error?.name).to.equal(`BadCertificate${name}Error`);
      expect(error?.message)
        .to.include(words)
        .and.not.match(/undefined|\{\w+\}/);
      expect(error?.actions?.length).to.be.greaterThan(0);
    });

  it('takes a leaf just below the limit of an app', () => {
    guard(authority.other(2048, { padding: 1900 }));
  });

  it('takes no key but RSA for the leaf', () => {
    const inForce = new Date('2030-01-01');
    const error = refusal(() => {
      guardChain(read([ellipticCurve]), 'chain.pem', inForce);
    });
    expect(error).to.include({ name: 'BadCertificateShortKeyError' });
    expect(error?.message).to.include('(ec)');
  });
});
