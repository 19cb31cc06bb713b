import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import { changesSince, link, type Pair, sharedClock, startPair, thrownBy, verify, withPair } from './pair.ts';

const claimsOf = ({ hub }: Pair): Record<string, string> => {
  const [credential] = [...hub.org.components.values()].filter(({ type }) => type === 'ExternalCredential');
  const parameters = credential.body.externalCredentialParameters as Record<string, string>[];
  return Object.fromEntries(
    parameters.map(({ parameterName, parameterValue }) => [parameterName, parameterValue])
  );
};

describe('options of link', () => {
  it('--dry-run changes nothing and lets the spoke check its part; --output-dir writes source files', () =>
    withPair({}, async (pair) => {
      const outputDir = join(mkdtempSync(join(tmpdir(), 's2s-')), 'new');
      const { result, checked, verdict } = await link(pair, {}, { dryRun: true, outputDir });
      expect(changesSince(pair.hub, 0).concat(changesSince(pair.spoke, 0))).to.deep.equal([]);
      expect(checked).to.deep.equal(['spoke']);
      expect(verdict).to.equal(undefined);
      expect(result.links[0].steps.map(({ action }) => action)).to.deep.equal(Array(13).fill('create'));
      expect(result.links[0].checks).to.deep.equal([]);

      const { name, app } = result.links[0];
      expect(readdirSync(join(outputDir, String(app))).sort()).to.deep.equal([
        'externalCredentials',
        'namedCredentials',
        'permissionsets',
      ]);
      const credential = join(outputDir, `${app}/externalCredentials/${name}.externalCredential-meta.xml`);
      expect(readFileSync(credential, 'utf8')).to.match(
        /<parameterValue>\$\{S2S_\w+_CONSUMER_KEY\}<\/parameterValue>/
      );
    }));

  it('--dry-run on a linked pair with something to mend is checked by both orgs', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.spoke.addUser({ username: 'other@spoke.example' });
      const [hubLog, spokeLog] = [pair.hub.log.length, pair.spoke.log.length];
      const { checked, result } = await link(pair, { serviceUser: 'other@spoke.example' }, { dryRun: true });
      expect(checked).to.deep.equal(['hub']);
      const changed = result.links[0].steps.filter(({ action }) => action !== 'unchanged');
      expect(changed.map(({ type, action, changes }) => [type, action, changes])).to.deep.equal([
        ['PermissionSetAssignment', 'create', []],
        ['ExternalCredential', 'update', ['sub']],
      ]);
      expect(changesSince(pair.hub, hubLog).concat(changesSince(pair.spoke, spokeLog))).to.deep.equal([]);
    }));

  it('takes the audience from what the spoke is', async () => {
    const audienceOf = (
      kind: 'production' | 'developer' | 'trial' | 'sandbox' | 'scratch'
    ): Promise<string> =>
      new Promise((resolve, reject) => {
        withPair({ spoke: { kind } }, async (pair) => {
          await link(pair, { serviceUser: pair.spoke.username });
          resolve(claimsOf(pair).aud);
        }).catch(reject);
      });
    expect(await audienceOf('sandbox')).to.equal('"https://test.salesforce.com"');
    expect(await audienceOf('scratch')).to.equal('"https://test.salesforce.com"');
    expect(await audienceOf('production')).to.equal('"https://login.salesforce.com"');
    expect(await audienceOf('developer')).to.equal('"https://login.salesforce.com"');
    expect(await audienceOf('trial')).to.equal('"https://login.salesforce.com"');
  });

  it('assigns the link to users and to the users that Salesforce runs as', () =>
    withPair({}, async (pair) => {
      pair.hub.addUser({ username: 'ann@hub.example' });
      const assignTo = ['ann@hub.example', 'Automated Process', 'Platform Integration User'];
      await link(pair, { assignTo });
      const rungs = await verify(pair, assignTo);
      // What of the system users is not known to hold Modify All has Read.
      expect(rungs.access.findings).to.deep.equal(['readOnlyLicence']);
      expect((await link(pair, { assignTo })).result.links[0].changed).to.equal(false);
      const lacking = await verify(pair, ['nobody@hub.example']);
      expect(lacking.access).to.include({ status: 'failed' });
    }));

  it('--credential-access read is kept by the next run, and verify warns of it', () =>
    withPair({}, async (pair) => {
      await link(pair, { credentialAccess: 'read' });
      expect((await verify(pair)).access.status).to.equal('warning');
      expect((await link(pair)).result.links[0].changed).to.equal(false);
      await link(pair, { credentialAccess: 'modify-all' });
      expect((await verify(pair)).access.status).to.equal('passed');
    }));

  it('--certificate signs with a certificate that is there', () =>
    withPair({}, async (pair) => {
      await pair.ends.hub.metadata.create('Certificate', {
        fullName: 'Company',
        caSigned: false,
        keySize: 2048,
        masterLabel: 'Company',
        privateKeyExportable: false,
      } as never);
      const { result, verdict } = await link(pair, { certificate: 'Company' });
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0].certificate?.name).to.equal('Company');
      expect([...pair.hub.org.certificates.keys()]).to.deep.equal(['Company']);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  it('one certificate serves all spokes, and the second of one name needs --name', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme' });
      const other = await startPair();
      try {
        const second: Pair = {
          ...pair,
          spoke: other.spoke,
          ends: { hub: pair.ends.hub, spoke: other.ends.spoke },
        };
        expect((await thrownBy(link(second, { name: 'acme' }))).name).to.equal('ConflictOtherSpokeError');
        expect((await link(second, { name: 'acme_2' })).verdict?.passed).to.equal(true);
        expect(pair.hub.org.certificates.size).to.equal(1);
        expect((await verify(pair)).callout.status).to.equal('passed');
      } finally {
        await other.close();
      }
    }));

  it('goes on with --consumer-key where the spoke does not tell it', () =>
    withPair({ spoke: { settings: { revealConsumerKey: false } } }, async (pair) => {
      const error = await thrownBy(link(pair));
      expect(error).to.include({ name: 'ConsumerKeyHiddenError', exitCode: 69 });
      const [settings] = [...pair.spoke.org.components.values()].filter(
        ({ type }) => type === 'ExtlClntAppGlobalOauthSettings'
      );
      const { result, verdict } = await link(pair, { consumerKey: String(settings.body.consumerKey) });
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0].checks.find(({ id }) => id === 'app')?.status).to.equal('warning');
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  it('waits while the app is still spreading, and says so when the time is up', async () => {
    const { clock, now } = sharedClock();
    await withPair({ spoke: { settings: { propagation: 240_000, now } } }, async (pair) => {
      const early = await link(pair, {}, { wait: 60_000 }, clock);
      expect(early.verdict).to.include({ passed: false, pending: true });
      const texts: string[] = [];
      const later = await link(
        pair,
        { ipRelaxation: 'Bypass' },
        { progress: ({ waiting }) => waiting && texts.push(waiting.link) },
        clock
      );
      expect(later.verdict?.passed).to.equal(true);
      expect(texts[0]).to.equal(later.result.links[0].name);
      expect(pair.spoke.log.filter(({ path }) => path.endsWith('/token')).length).to.be.at.most(40);
    });
  });

  it('--adopt takes over what somebody made and keeps what it holds', () =>
    withPair({}, async (pair) => {
      const { result } = await link(pair);
      const { name } = result.links[0];
      const set = await pair.ends.hub.metadata.read('PermissionSet', name);
      await pair.ends.hub.metadata.update('PermissionSet', { ...set, description: 'Ours, by hand' } as never);
      expect((await thrownBy(link(pair))).name).to.equal('ConflictForeignError');
      await link(pair, { adopt: true });
      const adopted = await pair.ends.hub.metadata.read('PermissionSet', name);
      expect(adopted.description).to.match(/^Ours, by hand\nManaged by sf s2s: 00D/);
      expect((await verify(pair)).callout.status).to.equal('passed');
    }));

  it('never touches what another hub made on the spoke, not even with --adopt', () =>
    withPair({}, async (pair) => {
      await link(pair, { appName: 'shared' });
      const other = await startPair();
      try {
        const mixed: Pair = {
          ...other,
          spoke: pair.spoke,
          ends: { hub: other.ends.hub, spoke: pair.ends.spoke },
        };
        const before = pair.spoke.log.length;
        const error = await thrownBy(link(mixed, { appName: 'shared', adopt: true }));
        expect(error.name).to.equal('ConflictOtherHubError');
        expect(changesSince(pair.spoke, before)).to.deep.equal([]);
        expect(rows(other.hub.org, 'Certificate')).to.deep.equal([]);
      } finally {
        await other.close();
      }
    }));
});
