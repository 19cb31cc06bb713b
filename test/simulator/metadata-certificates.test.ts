import { X509Certificate } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import type { Node, Org } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import {
  createMetadata,
  deleteMetadata,
  readMetadata,
  upsertMetadata,
} from '../../simulator/metadata/crud.ts';
import type { Metadata } from '../../simulator/metadata/crud.ts';
import { text } from '../../simulator/metadata/content.ts';
import { addCertificate, deployFiles, hubFiles, newOrg } from './metadata-fixtures.ts';

const certificate = (body: Node = {}, fullName = 'S2S'): Metadata => ({
  type: 'Certificate',
  fullName,
  body: { caSigned: 'false', masterLabel: fullName, ...body },
});
const fingerprint = (org: Org, name = 'S2S'): string =>
  new X509Certificate(org.certificates.get(name)?.pem ?? '').fingerprint256;

describe('simulator/metadata: certificates by CRUD', () => {
  const now = Date.UTC(2026, 2, 10, 12);

  it('mints a real key pair and a self-signed certificate', async () => {
    const org = newOrg({ now: () => now });
    const { results, changes } = await createMetadata(org, [certificate({ privateKeyExportable: 'false' })]);
    expect(results).to.deep.equal([{ errors: [], fullName: 'S2S', success: true }]);
    expect(changes).to.deep.equal(['Certificate:S2S']);
    const held = org.certificates.get('S2S');
    const x509 = new X509Certificate(held?.pem ?? '');
    expect(x509.subject.split('\n')).to.have.members([
      'CN=S2S',
      `OU=${org.id.slice(0, 15)}`,
      'O=Salesforce.com',
      'L=San Francisco',
      'ST=CA',
      'C=USA',
    ]);
    expect(x509.checkPrivateKey(held?.privateKey as never)).to.equal(true);
    expect(x509.verify(x509.publicKey)).to.equal(true);
    expect(new Date(x509.validTo).toISOString()).to.equal('2027-03-10T00:00:00.000Z');
    expect(rows(org, 'Certificate')[0]).to.include({
      DeveloperName: 'S2S',
      ExpirationDate: '2027-03-10T00:00:00.000+0000',
      OptionsIsPrivateKeyExportable: false,
    });
  });

  it('4096 bits last two years; a day that is asked for is the day', async () => {
    const sizes: number[] = [];
    const org = newOrg({ now: () => now });
    const { keyPair } = org.settings;
    org.settings.keyPair = (bits) => {
      sizes.push(bits);
      return keyPair(bits);
    };
    await createMetadata(org, [
      certificate({ keySize: '4096' }, 'Long'),
      certificate({ expirationDate: '2026-12-24T15:30:00Z' }, 'Asked'),
    ]);
    expect(sizes).to.deep.equal([4096, 2048]);
    const dates = readMetadata(org, 'Certificate', ['Long', 'Asked']).map((read) => read?.expirationDate);
    expect(dates).to.deep.equal(['2028-03-10T00:00:00.000Z', '2026-12-24T00:00:00.000Z']);
  });

  it('is there when the time of a certificate is over, not when its keys are', async () => {
    const org = newOrg({ certificateDuration: 100 });
    const { keyPair } = org.settings;
    const keys = await keyPair(1024);
    org.settings.keyPair = () => Promise.resolve(keys);
    const made = createMetadata(org, [certificate()]);
    await nextTurn();
    expect(org.certificates.size).to.equal(0);
    await made;
    expect(org.certificates.size).to.equal(1);
  });

  it('reads back base64 of the PEM text', async () => {
    const org = newOrg();
    await createMetadata(org, [certificate()]);
    const [read] = readMetadata(org, 'Certificate', ['S2S']);
    expect(Object.keys(read ?? {}).slice(0, 2)).to.deep.equal(['fullName', 'content']);
    const pem = Buffer.from(text(read, 'content') ?? '', 'base64').toString();
    expect(pem).to.equal(org.certificates.get('S2S')?.pem);
    expect(pem.split('\n')[1]).to.have.length(64);
    expect(read).to.include({
      privateKeyExportable: 'true',
      encryptedWithPlatformEncryption: 'false',
      caSigned: 'false',
    });
  });

  it('renews an existing one when it is upserted, refuses to create it again', async () => {
    const org = newOrg();
    await upsertMetadata(org, [certificate()]);
    const first = fingerprint(org);
    const again = await createMetadata(org, [certificate()]);
    expect(again.results[0]?.errors[0]).to.include({ statusCode: 'DUPLICATE_DEVELOPER_NAME' });
    expect(fingerprint(org)).to.equal(first);
    const { results, changes } = await upsertMetadata(org, [certificate()]);
    expect(results[0]).to.include({ created: false, success: true });
    expect(changes).to.deep.equal(['Certificate:S2S']);
    expect(fingerprint(org)).to.not.equal(first);
  });

  for (const [what, body, message] of [
    ['of an odd size', { keySize: '1000' }, 'bad value for restricted picklist field: 1000'],
    ['that has expired', { expirationDate: '2020-01-01T00:00:00Z' }, 'must be in the future'],
    ['with a label over 64 characters', { masterLabel: 'x'.repeat(65) }, '(max length=64)'],
    ['without what is required', { masterLabel: [] }, 'Required field is missing: masterLabel'],
    ['whose content is none', { content: Buffer.from('nonsense').toString('base64') }, 'Invalid certificate'],
  ] as const) {
    it(`refuses one ${what}`, async () => {
      const org = newOrg();
      const sent = certificate(body as unknown as Node);
      if (Array.isArray(sent.body.masterLabel)) delete sent.body.masterLabel;
      const { results, changes } = await upsertMetadata(org, [sent]);
      expect(results[0]?.errors[0]?.message).to.include(message);
      expect(changes).to.deep.equal([]);
      expect(org.certificates.size + rows(org, 'Certificate').length).to.equal(0);
    });
  }

  it('is deleted, but not while a credential uses it', async () => {
    const org = newOrg();
    await addCertificate(org);
    await deployFiles(org, hubFiles());
    const used = deleteMetadata(org, 'Certificate', ['Hub_Key']);
    expect(used.results[0]?.errors[0]).to.include({ statusCode: 'DEPENDENCY_EXISTS' });
    deleteMetadata(org, 'NamedCredential', ['Spoke']);
    deleteMetadata(org, 'ExternalCredential', ['Spoke']);
    const { results, changes } = deleteMetadata(org, 'Certificate', ['Hub_Key']);
    expect(results).to.deep.equal([{ errors: [], fullName: 'Hub_Key', success: true }]);
    expect(changes).to.deep.equal(['Certificate:Hub_Key']);
    expect(org.certificates.size).to.equal(0);
  });
});
