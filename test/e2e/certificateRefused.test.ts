import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { requestCertificate } from '../../src/certificate/request.ts';
import { uploadChain } from '../../src/certificate/upload.ts';
import { createMetadata, upsertMetadata } from '../../simulator/metadata/crud.ts';
import { makeAuthority } from '../authority.ts';
import { run } from './command.ts';
import { changesSince, type Pair, startPair, thrownBy } from './pair.ts';
import { withoutRights } from './rotation.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-refused-'));
const file = join(directory, 'chain.pem');
const authority = makeAuthority('Acme', Date.now());

describe('certificates that are not right', () => {
  let pair: Pair;
  let hub: { conn: Pair['ends']['hub']; name: string };
  const held = (name = 'Acme') => pair.hub.org.certificates.get(name)!;
  const request = (name: string): Promise<unknown> => requestCertificate({ hub, name });
  const upload = (chain: string, name = 'Acme', dryRun = false): ReturnType<typeof uploadChain> => {
    writeFileSync(file, chain);
    return uploadChain({ hub, name, file, dryRun });
  };
  /** The error that some work ends with, after a look that it changed nothing. */
  const refusedBy = async (work: () => Promise<unknown>): Promise<SfError> => {
    const { length } = pair.hub.log;
    const before = [...pair.hub.org.certificates].map(([name, { pem }]) => name + pem).join();
    const error = await thrownBy(work());
    expect(changesSince(pair.hub, length)).to.deep.equal([]);
    expect([...pair.hub.org.certificates].map(([name, { pem }]) => name + pem).join()).to.equal(before);
    expect(error.actions?.length, error.message).to.be.greaterThan(0);
    expect(`${error.message} ${error.actions?.join()}`).to.not.match(/\{\w+\}|undefined/);
    return error;
  };

  beforeEach(async () => {
    pair = await startPair();
    hub = { conn: pair.ends.hub, name: pair.hub.org.alias };
    await request('Acme');
  });
  afterEach(() => pair.close());

  for (const [what, chainFor, name] of [
    [
      'in the wrong order',
      (csr) => authority.root + authority.intermediate + authority.sign(csr),
      'ChainOrder',
    ],
    ['for another key', () => authority.other() + authority.intermediate, 'OtherKey'],
    ['that has ended', (csr) => authority.sign(csr, { from: -9, to: -1 }), 'BadCertificateEnded'],
    ['with a private key', (csr) => authority.sign(csr) + authority.privateKey, 'PrivateKeyInFile'],
    ['that is the request itself', (csr) => csr, 'ChainIsRequest'],
    ['that is empty', () => '', 'ChainFileEmpty'],
    ['that is no PEM', () => 'nothing', 'ChainNotPem'],
  ] as [string, (csr: string) => string, string][])
    it(`upload refuses a chain ${what}`, async () => {
      const error = await refusedBy(() => upload(chainFor(held().pem)));
      expect(error.name).to.equal(`${name}Error`);
    });

  it('upload asks nothing of the hub before the file is right', async () => {
    const { length } = pair.hub.log;
    for (const flags of [
      ['--name', 'Acme', '--file', join(directory, 'none.pem')],
      ['--name', 'not legal', '--file', file],
    ]) {
      const { error, exitCode } = await run('certificate upload', '--hub', hub.name, ...flags);
      expect(exitCode).to.equal(1);
      expect(error?.name).to.match(/^(ChainFile|IllegalCertificateName)Error$/);
    }
    expect(pair.hub.log.length).to.equal(length);
  });

  it('upload names the certificate that there is not, and leaves alone what waits for nothing', async () => {
    const chain = authority.sign(held().pem);
    const missing = await refusedBy(() => upload(chain, 'Other'));
    expect(missing).to.include({ name: 'NoSigningRequestError' });
    expect(missing.actions?.[0]).to.include(`sf s2s certificate request --hub ${hub.name} --name Other`);
    await createMetadata(pair.hub.org, [
      { type: 'Certificate', fullName: 'Own', body: { caSigned: 'false', masterLabel: 'Own' } },
    ]);
    const own = await refusedBy(() => upload(chain, 'own'));
    expect(own).to.include({ name: 'NotPendingError' });
    expect(own.message).to.include('Own').and.include('self-signed');
    await upload(chain);
    const { result } = await upload(chain);
    expect(result.changed).to.equal(false);
    const signed = await refusedBy(() => upload(authority.other()));
    expect(signed.message).to.include('signed by an authority already');
    expect(signed.actions?.[0]).to.include('--name Acme_2');
  });

  it('request refuses a name that is taken, kept for rotations, or none', async () => {
    await upload(authority.sign(held().pem));
    const taken = await refusedBy(() => request('ACME'));
    expect(taken).to.include({ name: 'CertificateTakenError' });
    expect(taken.actions?.join()).to.include('--name Acme_2').and.include('--certificate Acme');
    expect(await refusedBy(() => request('s2s_2027'))).to.include({ name: 'ReservedNameError' });
    for (const name of ['', 'a b', '1a', 'a__b', 'a_', 'x'.repeat(81), '../a', "a'b"])
      expect(await refusedBy(() => request(name))).to.include({ name: 'IllegalCertificateNameError' });
    const long = 'x'.repeat(77);
    await request(`${long}_ab`);
    await upload(authority.sign(held(`${long}_ab`).pem), `${long}_ab`);
    const { actions } = await refusedBy(() => request(`${long}_ab`));
    expect(actions?.[0]).to.match(new RegExp(`--name ${long}_2$`));
  });

  it('both refuse who may not manage certificates, and hand out a request all the same', async () => {
    withoutRights(pair.hub, 'ManageCertificates');
    for (const work of [() => request('Next'), () => upload(authority.sign(held().pem))]) {
      const error = await refusedBy(work);
      expect(error).to.include({ name: 'MissingRightsError' });
      expect(error.message).to.include('ManageCertificates');
    }
    expect(await requestCertificate({ hub, name: 'Acme' })).to.have.nested.property('result.changed', false);
  });

  it('request makes nothing where its file can not be written', async () => {
    writeFileSync(join(directory, 'blocked'), '');
    const words = ['--hub', hub.name, '--name', 'Next'];
    const path = join(directory, 'blocked', 'a.csr');
    const { error } = await run('certificate request', ...words, '--output-file', path);
    expect(error?.name).to.equal('OutputFileError');
    expect(pair.hub.org.certificates.has('Next')).to.equal(false);
    const good = join(directory, 'good.csr');
    pair.hub.fault({ kind: 'html' });
    const failed = await run('certificate request', ...words, '--output-file', good);
    expect(failed.error?.name).to.equal('UnexpectedAnswerError');
    expect(existsSync(good)).to.equal(false);
  });

  for (const kind of ['reset', 'truncate'] as const)
    it(`both look again when an answer is lost (${kind}), and do nothing twice`, async () => {
      pair.hub.fault({ kind, operation: /createMetadata/, times: 1 });
      await request('Next');
      const { pem } = held('Next');
      pair.hub.fault({ kind, operation: /updateMetadata/, times: 1 });
      const { length } = pair.hub.log;
      const { result } = await upload(authority.sign(pem), 'Next');
      expect(result).to.include({ changed: true });
      expect(result.certificate.state).to.equal('signed');
      expect(changesSince(pair.hub, length)).to.deep.equal(['Certificate:Next']);
    });

  it('both say what came between when the hub was never reached, and go on later', async () => {
    pair.hub.fault({ kind: 'refuse', operation: /createMetadata|updateMetadata/, times: 2 });
    expect((await refusedBy(() => request('Next'))).message).to.match(
      /can't be reached|could not be reached|reach/
    );
    expect((await refusedBy(() => upload(authority.sign(held().pem)))).actions?.length).to.be.greaterThan(0);
    await request('Next');
    await upload(authority.sign(held('Next').pem), 'Next');
  });

  it('upload says what Salesforce said when it does not take the chain', async () => {
    const chain = authority.sign(held().pem, { at: Date.now() + 1000, from: 0 });
    const { now } = pair.hub.org.settings;
    pair.hub.org.settings.now = () => now() - 3_600_000;
    writeFileSync(file, chain);
    const work = () =>
      uploadChain(
        { hub, name: 'Acme', file, dryRun: false },
        { now: () => Date.now() + 5000, sleep: () => Promise.resolve() }
      );
    const error = await refusedBy(work);
    expect(error).to.include({ name: 'ChainNotTakenError' });
    expect(error.message).to.include('FIELD_INTEGRITY_EXCEPTION: The certificate is not valid at this time.');
  });

  it('upload cries out when the key is another one afterwards', async () => {
    const chain = authority.sign(held().pem);
    // Somebody saves it anew between the look and the upload.
    const { metadata } = hub.conn;
    const update = metadata.update.bind(metadata) as (...sent: unknown[]) => Promise<never>;
    metadata.update = async (...sent: unknown[]) => {
      const body = { caSigned: 'true', masterLabel: 'Acme' };
      await upsertMetadata(pair.hub.org, [{ type: 'Certificate', fullName: 'Acme', body }]);
      return update(...sent);
    };
    const error = await thrownBy(upload(chain));
    expect(error).to.include({ name: 'KeyChangedError', exitCode: 1 });
    expect(error.message).to.match(/SHA-256 [0-9a-f]{64} before, [0-9a-f]{64} now/);
  });

  it('upload --dry-run refuses the same, and changes nothing', async () => {
    expect(await refusedBy(() => upload(authority.other(), 'Acme', true))).to.include({
      name: 'OtherKeyError',
    });
    const { result } = await upload(authority.sign(held().pem), 'Acme', true);
    expect(result).to.include({ changed: false, request: held().pem });
  });

  it('request warns of a key that may leave the org', async () => {
    pair.hub.org.components.get('Certificate:Acme')!.body.privateKeyExportable = 'true';
    const { warnings } = await requestCertificate({ hub, name: 'Acme' });
    expect(warnings.join()).to.include('may be exported');
  });

  it('both say so when the hub tells nothing that is known of a certificate', async () => {
    held().pem = 'something new';
    expect(await refusedBy(() => request('Acme'))).to.include({ name: 'CertificateUnreadableError' });
    expect(await refusedBy(() => upload(authority.other()))).to.include({
      name: 'CertificateUnreadableError',
    });
  });
});
