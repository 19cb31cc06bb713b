import { join } from 'node:path';
import { expect } from 'chai';
import { selfSignedCertificate } from '../../src/metadata/certificate.ts';
import { createComponent } from '../../src/org/metadata.ts';
import { link, type Pair, withPair } from '../e2e/pair.ts';
import { compile, type Ended, run, secretForms, start, type Started } from '../e2e/spawned.ts';
import { type Snapshot, snapshotOf } from '../snapshot.ts';

const script = join(import.meta.dirname, '..', '..', 'live', 'live.ts');

type Words = [string, string[], { env: Record<string, string | undefined> }];

const words = ({ hub, spoke }: Pick<Pair, 'hub' | 'spoke'>): Words => [
  process.execPath,
  ['--disable-warning=ExperimentalWarning', script],
  { env: { ...process.env, S2S_LIVE_HUB: hub.org.alias, S2S_LIVE_SPOKE: spoke.org.alias } },
];

const runLive = (pair: Pick<Pair, 'hub' | 'spoke'>): Promise<Ended> => run(...words(pair));
const startLive = (pair: Pick<Pair, 'hub' | 'spoke'>): Started => start(...words(pair));

const both = ({ hub, spoke }: Pair): Snapshot[] => [snapshotOf(hub.org), snapshotOf(spoke.org)];

/** Cells of the tables' rows, by the first. */
const rowsIn = (markdown: string): Map<string, string[]> =>
  new Map(
    markdown
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.slice(2, -2).split(' | '))
      .map(([first, ...others]) => [first, others])
  );

describe('the run against two real orgs, on simulated ones', () => {
  before(function () {
    this.timeout(600_000);
    compile();
  });

  it('links, verifies, lists, rotates and unlinks, tells what it saw, and leaves nothing behind', () =>
    withPair({ spoke: { settings: { connectedAppCreation: true } } }, async (pair) => {
      const before = both(pair);
      const { code, stdout, stderr } = await runLive(pair);
      expect(code, stderr).to.equal(0);
      expect(both(pair)).to.deep.equal(before);

      const rows = rowsIn(stdout);
      for (const name of ['link', 'verify', 'list', 'rotate', 'unlink'])
        expect(rows.get(name)?.[0], name).to.equal('0');
      const notSeen = [...rows].filter(([, [saw]]) => saw.startsWith('not seen')).map(([doubt]) => doubt);
      expect(notSeen).to.deep.equal([
        "What is said to a user whom nobody pre-authorised: `invalid_app_access` or `user hasn't approved this consumer`?",
        'What does Setup call the row of a client certificate on a named credential?',
        'What is said to the assertion of a frozen user?',
        'Does a named principal of the JWT bearer flow need Modify All on User External Credentials?',
        'What does Apex see when the running user lacks Customize Application?',
      ]);
      const saw = (doubt: RegExp): string => [...rows].find(([question]) => doubt.test(question))![1][0];
      expect(saw(/How long after its `exp`/)).to.match(/60 s: granted.*600 s: refused: `invalid_grant: /);
      expect(saw(/without `exp`/)).to.match(/`exp`: refused: .*`iss`: refused: .*`sub`: refused: /);
      expect(saw(/sub` that nobody has/)).to.match(/^refused: `invalid_grant: /);
      expect(saw(/audience of the other kind/)).to.equal(
        'https://login.salesforce.com: refused: `invalid_grant: audience is invalid`'
      );
      expect(saw(/consumer key that is sent/)).to.match(/^accepted; the app has the key that was sent$/);
      expect(saw(/which form is the certificate/)).to.equal('PEM');
      expect(saw(/label or API name/)).to.match(/^label: accepted; API name: refused: /);
      expect(saw(/audience of an external credential/)).to.match(/without: refused: /);
      expect(saw(/exchange of a named credential is refused/)).to.match(/audience is invalid/);
      expect(saw(/need a remote site/)).to.match(/Unauthorized endpoint/);
      expect(saw(/without `expirationDate`/)).to.match(/^accepted, for 36[456] days$/);
      expect(saw(/saving a certificate again/)).to.equal('yes, another certificate');
      expect(saw(/second assignment/)).to.match(/^`DUPLICATE_VALUE: .*fields: AssigneeId, PermissionSetId$/);

      const { hub, spoke } = pair;
      for (const { org, url, username } of [hub, spoke])
        for (const own of [org.id.slice(0, 15), org.adminId.slice(0, 15), new URL(url).host, username])
          expect(stdout).not.to.include(own);
      for (const form of secretForms) expect(stdout + stderr).not.to.match(form);
    }));

  it('tidies up when it is stopped, and keeps a certificate that was there', () =>
    withPair({ spoke: { settings: { deployDuration: 500 } } }, async (pair) => {
      await createComponent(pair.ends.hub, selfSignedCertificate('S2S_20260101', new Date()));
      const before = both(pair);
      const { kill, ended } = startLive(pair);
      while (!pair.spoke.log.some(({ path }) => /deployRequest/.test(path)))
        await new Promise((resolve) => setImmediate(resolve));
      kill('SIGTERM');
      const { code, stdout, stderr } = await ended;
      expect(stderr).to.include('Stopping.');
      expect(code).to.equal(1);
      expect(stdout).to.include('not seen: the run was stopped');
      expect(both(pair)).to.deep.equal(before);
    }));

  it('refuses two orgs that are linked', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'mine' });
      const before = both(pair);
      const { code, stderr } = await runLive(pair);
      expect(code).to.equal(2);
      expect(stderr).to.match(/has the link mine to .* already\. Take two orgs that are not linked/);
      expect(both(pair)).to.deep.equal(before);
    }));
});
