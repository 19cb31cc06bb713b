import { expect } from 'chai';
import { linksResult } from '../../src/result.ts';
import { snapshotOf } from '../snapshot.ts';
import { run } from './command.ts';
import { startQuickPair } from './interrupted.ts';
import { link, type Pair } from './pair.ts';
import { compile, runPlugin } from './spawned.ts';
import {
  addCertificate,
  appOfHub,
  appsOn,
  backdate,
  failing,
  nameOfLink,
  namesOf,
  signsWith,
} from './rotation.ts';

describe('the command rotate on a machine whose clock is wrong', () => {
  it('changes nothing: it would take the new app for unused, or the old one for out of use', async () => {
    compile();
    const pair = await startQuickPair();
    await link(pair);
    const before = [pair.hub, pair.spoke].map(({ org }) => snapshotOf(org));
    for (const hours of [3, -26]) {
      const shift = `const { now } = Date; Date.now = () => now() + ${hours} * 36e5;`;
      const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(shift)}`;
      const words = ['s2s', 'rotate', '--hub', pair.hub.org.alias];
      const { code, stderr } = await runPlugin({ NODE_OPTIONS }, ...words);
      expect(code).to.equal(1);
      expect(stderr)
        .to.include(
          `${Math.abs(hours) * 60} minutes ${hours > 0 ? 'ahead of' : 'behind'} ${pair.hub.org.alias}`
        )
        .and.include('Set the clock');
    }
    expect([pair.hub, pair.spoke].map(({ org }) => snapshotOf(org))).to.deep.equal(before);
    await pair.close();
  });
});

describe('the command rotate', () => {
  let pair: Pair;
  const rotate = (...words: string[]): ReturnType<typeof run> =>
    run('rotate', '--hub', pair.hub.org.alias, ...words);
  beforeEach(async () => {
    pair = await startQuickPair();
    await link(pair);
  });
  afterEach(() => pair.close());

  it('with --dry-run prints what would be done, and changes nothing in either org', async () => {
    const before = [pair.hub, pair.spoke].map(({ org }) => snapshotOf(org));
    const { stdout, exitCode } = await rotate('--dry-run', '--delete-certificate');
    expect(exitCode).to.equal(0);
    expect(stdout).to.include(`${nameOfLink(pair)} -> ${pair.spoke.org.alias}: What would be done`);
    expect(stdout).to.match(/hub +Certificate +S2S_\d+_2 +create\n/);
    expect(stdout).to.match(/spoke +ExtlClntAppOauthConfigurablePolicies +\S+_2_oauthPlcy +create\n/);
    expect(stdout).to.match(/hub +ExternalCredential +\S+ +update: certificate, iss, kid\n/);
    expect(stdout).to.match(
      /spoke +ExternalClientApplication +\S+ +keep: its sessions may last until 2\S+ \S+ UTC\n/
    );
    expect(stdout).to.match(/Dry run: nothing was changed\.\n$/);
    expect([pair.hub, pair.spoke].map(({ org }) => snapshotOf(org))).to.deep.equal(before);
    const json = await rotate('--dry-run', '--retire-now', '--json');
    const { result } = JSON.parse(json.stdout) as { result: unknown };
    const [told] = linksResult.strict().parse(result).links;
    expect(told).to.deep.include({ changed: false, state: 'linked', problem: null });
    expect(told.steps.at(-1)).to.include({ org: 'spoke', action: 'delete', name: appOfHub(pair) });
  });

  it('tells what was done, what stays and for how long, and how to end it', async () => {
    const { stdout, exitCode } = await rotate();
    const hub = pair.hub.org.alias;
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/hub +ExternalCredential +\S+ +updated: certificate, iss, kid\n/);
    expect(stdout).to.match(
      /ExternalClientApplication +\S+ +kept: its sessions may last until 2\S+ \S+ UTC\n/
    );
    expect(stdout).to.match(/callout +✔ passed/);
    expect(stdout).to.match(/Links that sign with S2S_\d+_2 now: 1 of 1\./);
    expect(stdout).to.include(`To delete them then: sf s2s rotate --hub ${hub}\n`);
    expect(stdout).to.match(
      /The old certificate stays .* If nothing does: sf s2s rotate --hub \S+ --delete-certificate\n/
    );
  });

  it('again says that there is nothing to do, and later ends it with the JSON of every command', async () => {
    await rotate();
    const again = await rotate();
    expect(again.stdout).to.match(/Nothing to do\.\nOld apps stay until/);
    backdate(pair);
    const { stdout } = await rotate('--json');
    const [told] = linksResult.strict().parse((JSON.parse(stdout) as { result: unknown }).result).links;
    expect(told).to.include({ changed: true, state: 'linked', problem: null });
    expect(told.steps).to.deep.equal([
      {
        org: 'spoke',
        type: 'ExternalClientApplication',
        name: appOfHub(pair),
        action: 'delete',
        changes: [],
        reason: null,
      },
    ]);
    expect((await rotate()).stdout).to.match(
      /Nothing to do: it is less than ten minutes since the last rotation\.\n$/
    );
  });

  it('deletes only certificates that it made and nothing signs with, and none while an old app is there', async () => {
    await addCertificate(pair, 'Company');
    const [old] = namesOf(pair.hub, 'Certificate');
    const early = await rotate('--delete-certificate');
    expect(early.stdout).to.match(
      /No certificate was deleted on hub\d+: .* Later: sf s2s rotate .*--delete-certificate/
    );
    expect([...pair.hub.org.certificates.keys()]).to.include(old);
    const late = await rotate('--retire-now', '--delete-certificate');
    expect(late.stdout).to.include(`because no external credential signs with them any more: ${old}.`);
    expect([...pair.hub.org.certificates.keys()]).to.have.members(['Company', signsWith(pair)]);
  });

  it('keeps a certificate with which something else on the hub signs', async () => {
    await link(pair, { name: 'second', appName: 'Second' });
    const second = pair.hub.org.components.get('ExternalCredential:second')!;
    second.body.description = 'By hand';
    const old = signsWith(pair);
    await rotate('--retire-now', '--delete-certificate');
    expect(signsWith(pair)).not.to.equal(old);
    expect([...pair.hub.org.certificates.keys()]).to.include(old);
    expect(await failing(pair)).to.deep.equal([]);
  });

  it('moves links to a certificate that the hub has, whatever the case of its name', async () => {
    await addCertificate(pair, 'Company');
    const none = await rotate('--certificate', 'Nope');
    expect(none.error).to.include({ name: 'NoCertificateError', exitCode: 1 });
    const { stdout, exitCode } = await rotate('--certificate', 'company', '--retire-now');
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('Links that sign with Company now: 1 of 1.');
    expect(signsWith(pair)).to.equal('Company');
    expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
    expect((await rotate('--certificate', 'Company')).stdout).to.include('Nothing to do.');
  });
});
