import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import forge from 'node-forge';
import { commandFor } from '../../src/command.ts';
import { readChainFile } from '../../src/certificate/file.ts';
import { makeAuthority } from '../authority.ts';
import { thrownBy } from '../e2e/pair.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-chain-'));
const file = join(directory, 'my chain.pem');
const authority = makeAuthority();
const leaf = authority.other();
const chain = leaf + authority.intermediate;

const again = (other: string) =>
  commandFor('certificate upload', { hub: 'myhub', name: 'Acme', file: other });

const read = (content: string | Buffer): Promise<X509Certificate[]> => {
  writeFileSync(file, content);
  return readChainFile(file, again);
};
const error = (content: string | Buffer): Promise<SfError> => thrownBy(read(content));
const der = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
const armoured = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${content.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`;

const signedData = forge.pkcs7.createSignedData();
signedData.addCertificate(forge.pki.certificateFromPem(leaf));
const pkcs7 = der(signedData.toAsn1());
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pkcs12 = der(
  forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
    [forge.pki.certificateFromPem(leaf)],
    'secret',
    { algorithm: '3des' }
  )
);

describe('certificate/file', () => {
  for (const [what, content] of [
    ['plain PEM', chain],
    ['Windows line ends', chain.replaceAll('\n', '\r\n')],
    ['a byte order mark and no last line end', `\uFEFF${chain.trimEnd()}`],
    ['UTF-16, as Windows PowerShell writes it', Buffer.from(`\uFEFF${chain}`, 'utf16le')],
    [
      'words around the blocks',
      `Bag Attributes\n  1.2.3: x\nsubject=/CN=a\n${chain.replace('-----\n-----B', '-----\nKey Attributes: <No Attributes>\n-----B')}end\n`,
    ],
    ['lines that are indented', chain.replaceAll('\n', '\n  ')],
  ] as [string, string | Buffer][])
    it(`reads ${what}`, async () => {
      expect((await read(content)).map(({ fingerprint256 }) => fingerprint256)).to.deep.equal(
        [leaf, authority.intermediate].map((pem) => new X509Certificate(pem).fingerprint256)
      );
    });

  const half = leaf.slice(0, 500);
  for (const [what, content, name, words] of [
    ['an empty file', ' \n', 'ChainFileEmpty', ''],
    [
      'a private key beside the chain',
      chain + authority.privateKey,
      'PrivateKeyInFile',
      'treat the key as stolen',
    ],
    [
      'an encrypted private key',
      `-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n${chain}`,
      'PrivateKeyInFile',
      '',
    ],
    ['a private key that breaks off', `${chain}-----BEGIN RSA PRIVATE KEY-----\nMII`, 'PrivateKeyInFile', ''],
    ['a private key in DER', privateKey.export({ type: 'pkcs8', format: 'der' }), 'PrivateKeyInFile', ''],
    ['PKCS #12', pkcs12, 'PrivateKeyInFile', ''],
    [
      'a certificate in DER',
      new X509Certificate(leaf).raw,
      'ChainDer',
      `openssl x509 -inform DER -in '${file}' -out '${file}.pem'`,
    ],
    ['PKCS #7 in DER', pkcs7, 'ChainPkcs7', `openssl pkcs7 -inform DER -print_certs -in '${file}'`],
    ['PKCS #7 in PEM', armoured('PKCS7', pkcs7), 'ChainPkcs7', '-inform PEM'],
    ['PKCS #7 called a certificate', armoured('CERTIFICATE', pkcs7), 'ChainPkcs7', '-inform PEM'],
    ['a request', armoured('CERTIFICATE REQUEST', Buffer.from('x')), 'ChainIsRequest', ''],
    ['a public key beside the chain', chain + armoured('PUBLIC KEY', Buffer.from('x')), 'ChainBlock', ''],
    ['what is no PEM', 'certificate, please', 'ChainNotPem', ''],
    ['what is not even text', Buffer.from([0, 255, 1, 254]), 'ChainNotPem', ''],
    ['a certificate that breaks off', leaf + half, 'ChainBlockBroken', ''],
    ['garbage in a block', leaf + armoured('CERTIFICATE', Buffer.from('x')), 'ChainBlockBroken', ''],
    ['a file that is too large', chain + ' '.repeat(70_000), 'ChainFileTooLarge', ''],
  ] as [string, string | Buffer, string, string][])
    it(`refuses ${what}`, async () => {
      const { name: thrown, message, actions = [] } = await error(content);
      expect(thrown, message).to.equal(`${name}Error`);
      expect(actions.join('\n')).to.include(words);
      expect(message)
        .to.include(file)
        .and.not.match(/\{\w+\}|undefined/);
    });

  it('says how to go on with what was converted', async () => {
    for (const content of [new X509Certificate(leaf).raw, pkcs7, armoured('PKCS7', pkcs7)])
      expect((await error(content)).actions?.[1]).to.equal(
        `Then: sf s2s certificate upload --hub myhub --name Acme --file '${file}.pem'`
      );
  });

  it('refuses a file that is not there, and a directory', async () => {
    for (const path of [join(directory, 'none.pem'), directory])
      expect(await thrownBy(readChainFile(path, again))).to.include({ name: 'ChainFileError' });
  });
});
