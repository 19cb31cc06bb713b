import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { certificateResult, type CertificateResult } from '../../src/certificate/result.ts';
import { type Authority, makeAuthority } from '../authority.ts';
import { run } from './command.ts';
import { changesSince, type Pair, startPair } from './pair.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-certificate-'));

const resultOf = (stdout: string): CertificateResult =>
  certificateResult.strict().parse((JSON.parse(stdout) as { result: unknown }).result);

describe('a certificate that an authority signs', () => {
  let pair: Pair;
  let authority: Authority;
  let words: string[];
  const csr = join(directory, 'new', 'acme.csr');
  const chain = join(directory, 'chain.pem');
  const held = () => pair.hub.org.certificates.get('Acme_2027')!;

  before(async () => {
    pair = await startPair();
    authority = makeAuthority('Acme', Date.now());
    words = ['--hub', pair.hub.org.alias, '--name', 'Acme_2027'];
  });
  after(() => pair.close());

  it('begins with a request, whose key the hub has made and keeps', async () => {
    const { stdout, exitCode, error } = await run('certificate request', ...words, '--output-file', csr);
    expect([error?.message, exitCode]).to.deep.equal([undefined, 0]);
    expect(readFileSync(csr, 'utf8')).to.equal(held().pem);
    const { body } = pair.hub.org.components.get('Certificate:Acme_2027')!;
    expect(body).to.include({ caSigned: 'true', keySize: '4096', privateKeyExportable: 'false' });
    expect(stdout)
      .to.include(`Subject:  CN=Acme_2027, OU=${pair.hub.org.id.slice(0, 15)}, O=Salesforce.com`)
      .and.include(csr)
      .and.include('Setup > Certificate and Key Management > Create CA-Signed Certificate')
      .and.include(`sf s2s certificate upload --hub ${pair.hub.org.alias} --name Acme_2027 --file CHAIN.pem`);
  });

  it('is requested again without a change, on stdout alone, whatever the case of its name', async () => {
    const { length } = pair.hub.log;
    const { pem } = held();
    const again = await run('certificate request', '--hub', pair.hub.org.alias, '--name', 'acme_2027');
    expect(again).to.include({ exitCode: 0, stdout: pem });
    expect(again.stderr).to.include('Nothing was changed');
    const { certificate, request, changed } = resultOf(
      (await run('certificate request', ...words, '--json')).stdout
    );
    expect([request, changed]).to.deep.equal([pem, false]);
    expect(certificate).to.include({ name: 'Acme_2027', state: 'pending', issuer: null, fingerprint: null });
    expect(changesSince(pair.hub, length)).to.deep.equal([]);
  });

  it('is checked against its chain by --dry-run', async () => {
    const { length } = pair.hub.log;
    const bag = `\uFEFFBag Attributes\r\n  friendlyName: acme\r\n${authority.sign(held().pem)}\nIssuer\n${authority.intermediate}`;
    writeFileSync(chain, bag.replaceAll(/\r?\n/g, '\r\n'));
    const { stdout, exitCode } = await run('certificate upload', ...words, '--file', chain, '--dry-run');
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('Dry run: nothing was changed.');
    expect(changesSince(pair.hub, length)).to.deep.equal([]);
  });

  it('takes the chain, and keeps its key', async () => {
    const { length } = pair.hub.log;
    const { privateKey } = held();
    const { stdout, exitCode, error } = await run('certificate upload', ...words, '--file', chain, '--json');
    expect([error, exitCode]).to.deep.equal([undefined, 0]);
    const { certificate, request, changed } = resultOf(stdout);
    expect([request, changed]).to.deep.equal([null, true]);
    const leaf = new X509Certificate(readFileSync(chain, 'utf8').replace(/^[^-]+/, ''));
    expect(certificate).to.include({
      state: 'signed',
      fingerprint: leaf.fingerprint256,
      issuer: 'CN=Acme Issuing, O=Authority',
    });
    expect(changesSince(pair.hub, length)).to.deep.equal(['Certificate:Acme_2027']);
    expect(leaf.publicKey.equals(createPublicKey(privateKey))).to.equal(true);
    const { body } = pair.hub.org.components.get('Certificate:Acme_2027')!;
    expect(body).to.include({ caSigned: 'true', privateKeyExportable: 'false', masterLabel: 'Acme_2027' });
  });

  it('has nothing done to it by the same chain, and says how to use it', async () => {
    const { length } = pair.hub.log;
    const { stdout, stderr, exitCode } = await run('certificate upload', ...words, '--file', chain);
    expect([exitCode, stderr]).to.deep.equal([0, '']);
    expect(stdout)
      .to.include('Nothing to do')
      .and.include(`sf s2s link --hub ${pair.hub.org.alias} --spoke ALIAS_OF_SPOKE --certificate Acme_2027`)
      .and.include(`sf s2s rotate --hub ${pair.hub.org.alias} --certificate Acme_2027`);
    writeFileSync(chain, readFileSync(chain, 'utf8') + authority.root);
    const longer = await run('certificate upload', ...words, '--file', chain);
    expect(longer.exitCode).to.equal(0);
    expect(longer.stderr.replace(/\s+[›»]?\s+/g, ' ')).to.include('Acme_2027 has 2 certificates there');
    expect(changesSince(pair.hub, length)).to.deep.equal([]);
  });

  it('lets a link sign with it, from the app on the spoke to a callout; the app gets the leaf alone', async () => {
    const ends = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
    const { stdout, exitCode, error } = await run('link', ...ends, '--certificate', 'Acme_2027');
    expect([error?.message, exitCode]).to.deep.equal([undefined, 0]);
    expect(stdout).to.match(/callout[ │]+✔ passed/);
    const global = [...pair.spoke.org.components.values()].find(
      ({ type }) => type === 'ExtlClntAppGlobalOauthSettings'
    );
    const inApp = String(global?.body.certificate);
    expect(inApp.match(/BEGIN CERTIFICATE/g)).to.have.lengthOf(1);
    expect(new X509Certificate(inApp).publicKey.equals(createPublicKey(held().privateKey))).to.equal(true);
    const list = await run('list', '--hub', pair.hub.org.alias);
    expect(list.stdout).to.match(/Acme_2027, 36\d days/);
  });

  it('is what a rotation moves links to', async () => {
    const second = ['--hub', pair.hub.org.alias, '--name', 'Acme_2028'];
    const file = join(directory, 'second.csr');
    await run('certificate request', ...second, '--output-file', file);
    const answer = join(directory, 'second.pem');
    writeFileSync(answer, authority.sign(readFileSync(file, 'utf8'), { to: 700 }));
    const uploaded = await run('certificate upload', ...second, '--file', answer);
    expect(uploaded.stderr.replace(/\s+[›»]?\s+/g, ' ')).to.include('holds no certificate of the authority');
    const { exitCode, error } = await run(
      'rotate',
      '--hub',
      pair.hub.org.alias,
      '--certificate',
      'Acme_2028'
    );
    expect([error?.message, exitCode]).to.deep.equal([undefined, 0]);
    const { stdout } = await run('verify', '--hub', pair.hub.org.alias);
    expect(stdout).to.match(/certificate[ │]+✔ passed.*Acme_2028/);
    const { stderr } = await run('list', '--hub', pair.hub.org.alias, '--expires-within', '9999');
    expect(stderr.replace(/\s+[›»]?\s+/g, ' ')).to.include(
      `Replace it: sf s2s rotate --hub ${pair.hub.org.alias} --certificate NEW_CERTIFICATE`
    );
  });
});
