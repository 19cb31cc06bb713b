import { createPublicKey, X509Certificate } from 'node:crypto';
import JSZip from 'jszip';
import { expect } from 'chai';
import type { Certificate, Node, Org } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { text } from '../../simulator/metadata/content.ts';
import {
  createMetadata,
  deleteMetadata,
  readMetadata,
  updateMetadata,
  upsertMetadata,
} from '../../simulator/metadata/crud.ts';
import { retrieve, retrieveResult } from '../../simulator/metadata/retrieve.ts';
import { copyAsSandbox } from '../../simulator/sandbox.ts';
import { makeAuthority } from '../authority.ts';
import { addCertificate, deployFiles, file, hubFiles, newOrg, problems } from './metadata-fixtures.ts';
import { anonymous, ask, start, stopAll } from './server-fixtures.ts';

const now = Date.UTC(2026, 10, 24, 12);
const authority = makeAuthority('Acme');

const body = (content?: string): Node => ({
  caSigned: 'true',
  masterLabel: 'Acme',
  keySize: '2048',
  privateKeyExportable: 'false',
  ...(content !== undefined && { content: Buffer.from(content).toString('base64') }),
});
const item = (content?: string, fullName = 'Acme') => ({
  type: 'Certificate',
  fullName,
  body: body(content),
});
const held = (org: Org): Certificate => org.certificates.get('Acme')!;
const told = (org: Org): string =>
  Buffer.from(text(readMetadata(org, 'Certificate', ['Acme'])[0], 'content') ?? '', 'base64').toString();
const publicKey = (org: Org): string =>
  createPublicKey(held(org).privateKey).export({ type: 'spki', format: 'pem' }).toString();

const pending = async (): Promise<Org> => {
  const org = newOrg({ now: () => now });
  const { results } = await createMetadata(org, [item()]);
  expect(results[0]?.errors).to.deep.equal([]);
  return org;
};
const error = async (org: Org, content: string): Promise<string | undefined> =>
  (await upsertMetadata(org, [item(content)])).results[0]?.errors[0]?.message;

describe('simulator/metadata: certificates that an authority signs', () => {
  afterEach(stopAll);

  it('begin as a request that is signed with its own key', async () => {
    const org = await pending();
    const request = told(org);
    expect(request).to.match(/^-----BEGIN CERTIFICATE REQUEST-----\n/);
    const leaf = new X509Certificate(authority.sign(request));
    expect(leaf.publicKey.equals(createPublicKey(held(org).privateKey))).to.equal(true);
    expect(leaf.subject.split('\n')).to.include.members(['CN=Acme', `OU=${org.id.slice(0, 15)}`, 'C=USA']);
    expect(readMetadata(org, 'Certificate', ['Acme'])[0]).to.include({ caSigned: 'true', keySize: '2048' });
    expect(readMetadata(org, 'Certificate', ['Acme'])[0]).to.not.have.property('expirationDate');
    expect(rows(org, 'Certificate')[0]).to.include({
      ExpirationDate: null,
      OptionsIsCaSigned: true,
      OptionsIsUnusable: true,
    });
  });

  for (const [what, tail] of [
    ['the leaf alone', ''],
    ['leaf and intermediate', authority.intermediate],
    ['the whole chain', authority.intermediate + authority.root],
  ]) {
    it(`are completed by ${what}, and keep their key`, async () => {
      const org = await pending();
      const [request, key] = [told(org), publicKey(org)];
      const chain = authority.sign(request) + tail;
      const { results, changes } = await updateMetadata(org, [item(chain, 'acme')]);
      expect(results[0]).to.deep.equal({ errors: [], fullName: 'acme', success: true });
      expect(changes).to.deep.equal(['Certificate:acme']);
      expect(told(org)).to.equal(chain);
      expect(publicKey(org)).to.equal(key);
      expect(readMetadata(org, 'Certificate', ['Acme'])[0]).to.include({
        expirationDate: new Date(new X509Certificate(chain).validTo).toISOString(),
      });
      expect(rows(org, 'Certificate')[0]).to.include({ OptionsIsUnusable: false });
    });
  }

  for (const [what, chainFor, message] of [
    ['garbage', () => 'nonsense', 'Invalid certificate'],
    [
      'a broken block',
      (request: string) => authority.sign(request).replace(/.{64}\n/, '\n'),
      'Invalid certificate',
    ],
    ['the request itself', (request: string) => request, 'Invalid certificate'],
    [
      'a certificate for another key',
      () => authority.other(),
      'does not match the certificate signing request',
    ],
    [
      'a chain that begins with the root',
      (request: string) => authority.root + authority.intermediate + authority.sign(request),
      'does not match the certificate signing request',
    ],
    [
      'a chain in another order',
      (request: string) => authority.sign(request) + authority.root + authority.intermediate,
      'not in the right order',
    ],
    [
      'the intermediate of another authority',
      (request: string) => authority.sign(request) + makeAuthority('Acme').intermediate,
      'not in the right order',
    ],
    [
      'one that has ended',
      (request: string) => authority.sign(request, { from: -9, to: -1 }),
      'not valid at this time',
    ],
    [
      'one that has not begun',
      (request: string) => authority.sign(request, { from: 2 }),
      'not valid at this time',
    ],
  ] as [string, (request: string) => string, string][]) {
    it(`refuse ${what}, and stay requests`, async () => {
      const org = await pending();
      const request = told(org);
      expect(await error(org, chainFor(request))).to.include(message);
      expect(told(org)).to.equal(request);
    });
  }

  it('get a new key and a new request when they are saved again, before and after', async () => {
    const org = await pending();
    const first = told(org);
    await upsertMetadata(org, [item()]);
    expect(told(org)).to.not.equal(first);
    const chain = authority.sign(told(org));
    await upsertMetadata(org, [item(chain)]);
    const signed = publicKey(org);
    await upsertMetadata(org, [item(chain)]);
    expect(publicKey(org)).to.not.equal(signed);
    expect(told(org)).to.include('REQUEST');
  });

  it('say that content is not simulated where no request waits for it', async () => {
    const org = newOrg({ now: () => now });
    expect(await error(org, authority.other())).to.include('not simulated: Certificate with caSigned=true');
    expect(org.certificates.size).to.equal(0);
  });

  it('are deployed and retrieved like others, and deleted while they wait', async () => {
    const org = await pending();
    const chain = authority.sign(told(org)) + authority.intermediate;
    const meta = '<caSigned>true</caSigned><keySize>2048</keySize><masterLabel>Acme</masterLabel>';
    const files = { 'certs/Acme.crt': chain, 'certs/Acme.crt-meta.xml': file('Certificate', meta) };
    expect(problems(await deployFiles(org, files))).to.deep.equal([]);
    const id = await retrieve(org, { types: [{ type: 'Certificate', members: ['*'] }] }, '60.0', true);
    const zip = await JSZip.loadAsync(retrieveResult(org, id).zipFile, { base64: true });
    expect(await zip.file('certs/Acme.crt')?.async('string')).to.equal(chain);
    const other = await pending();
    expect(deleteMetadata(other, 'Certificate', ['acme']).results[0]?.success).to.equal(true);
    expect([other.certificates.size, rows(other, 'Certificate').length]).to.deep.equal([0, 0]);
  });

  it('sign nothing in Apex, tell no chain over REST and stay without a new key in a sandbox', async () => {
    const hub = await start({ kind: 'developer', alias: 'hub' });
    await createMetadata(hub.org, [item()]);
    const script = "Blob b = Crypto.signWithCertificate('RSA-SHA256', Blob.valueOf('a'), 'Acme');";
    expect((await ask(hub, 'GET', anonymous(script))).json.exceptionMessage).to.match(/Data Not Available/);
    const chain = String(rows(hub.org, 'Certificate')[0].CertificateChain);
    expect((await ask(hub, 'GET', chain)).status).to.equal(404);
    hub.org.settings.now = () => now;
    await upsertMetadata(hub.org, [item(authority.sign(told(hub.org)))]);
    expect((await ask(hub, 'GET', anonymous(script))).json.success).to.equal(true);
    expect((await ask(hub, 'GET', chain)).text).to.equal(told(hub.org));
    const sandbox = await copyAsSandbox(hub, { privateKeys: 'new' });
    expect(told(sandbox.org)).to.equal(told(hub.org));
    expect((await ask(sandbox, 'GET', anonymous(script))).json.exceptionMessage).to.match(
      /Data Not Available/
    );
    await sandbox.close();
  });

  it('are nothing that a credential may sign with before they are signed', async () => {
    const org = newOrg({ now: () => now });
    await createMetadata(org, [item(undefined, 'Hub_Key')]);
    const refused = problems(await deployFiles(org, hubFiles()));
    expect(refused.join()).to.include('In field: certificate - Certificate Hub_Key is not signed yet');
    deleteMetadata(org, 'Certificate', ['Hub_Key']);
    await addCertificate(org);
    expect(problems(await deployFiles(org, hubFiles()))).to.deep.equal([]);
  });
});
