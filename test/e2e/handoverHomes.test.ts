import { copyFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Snapshot, snapshotOf } from '../snapshot.ts';
import { changingKeys, startQuickPair } from './interrupted.ts';
import { type Home, homeWith } from './homes.ts';
import type { Pair } from './pair.ts';
import {
  allowTokenInBody,
  appOfHub,
  appsOn,
  callBothWays,
  callingThroughout,
  nameOfLink,
  signsWith,
} from './rotation.ts';
import { addSet, username, userOf } from './serviceUsers.ts';
import { compile, type Ended, filesBelow, runPlugin, secretForms } from './spawned.ts';

/** Records that have nothing to do with the user who was made. */
const withoutUser = (records: Snapshot['records']): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(records).map(([sobject, all]) => [
      sobject,
      all.map((row) => JSON.stringify(row)).filter((row) => !row.includes(username)),
    ])
  );

describe('two admins with a home each, that knows one org alone', () => {
  let pair: Pair;
  let homes: Record<'hub' | 'spoke', Home>;
  let fresh: Snapshot[];
  const texts: string[] = [];
  const directory = mkdtempSync(join(tmpdir(), 's2s-homes-'));
  const file = (name: string): string => join(directory, name);

  /** Runs a command in one of the homes. */
  const run = async (side: 'hub' | 'spoke', code: number, ...words: string[]): Promise<Ended> => {
    const ended = await runPlugin(homes[side].env, 's2s', ...words);
    texts.push(ended.stdout, ended.stderr);
    expect(ended.code, `${words.join(' ')}\n${ended.stdout}${ended.stderr}`).to.equal(code);
    return ended;
  };
  const ask = (name: string, ...more: string[]): Promise<Ended> =>
    run(
      'hub',
      0,
      'request',
      '--hub',
      pair.hub.org.alias,
      '--spoke-url',
      pair.spoke.url,
      '--output-file',
      file(name),
      ...more
    );
  const accept = (code: number, request: string, reply: string, ...more: string[]): Promise<Ended> =>
    run(
      'spoke',
      code,
      'accept',
      '--spoke',
      pair.spoke.org.alias,
      '--request-file',
      file(request),
      '--output-file',
      file(reply),
      ...more
    );
  const link = (reply: string): Promise<Ended> =>
    run('hub', 0, 'link', '--hub', pair.hub.org.alias, '--reply-file', file(reply));
  const as = ['--create-service-user', username, '--service-user-permset', 'Soap'];
  const fingerprintIn = (text: string): string | undefined => /([0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(text)?.[0];

  before(async function () {
    this.timeout(600_000);
    compile();
    pair = await startQuickPair({ hub: { settings: { keyPair: changingKeys() } } });
    homes = { hub: homeWith(pair.hub), spoke: homeWith(pair.spoke) };
    // Callouts over SOAP ask for more than the profile of the made user gives.
    addSet(pair, 'Soap', { PermissionsModifyMetadata: true });
    fresh = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
  });
  after(() => pair.close());

  it('can not use the other one’s org', async () => {
    const words = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
    for (const side of ['hub', 'spoke'] as const) {
      const { stderr } = await run(side, 1, 'link', ...words);
      expect(stderr).to.match(/No authorization information found for|NamedOrgNotFound/);
    }
  });

  it('make a link, and each sees the fingerprint that the other one reads out', async () => {
    const asked = await ask('acme.s2s.json');
    expect(asked.stdout)
      .to.include('sf s2s accept')
      .and.include(`sf s2s link --hub ${pair.hub.org.alias} --reply-file`);
    // Mail brings it under another name.
    copyFileSync(file('acme.s2s.json'), file('mailed.json'));
    const unasked = await accept(1, 'mailed.json', 'reply.json', ...as);
    expect(unasked.stderr).to.include('has to be confirmed');
    expect(existsSync(file('reply.json'))).to.equal(false);
    const shown = await accept(0, 'mailed.json', 'reply.json', ...as, '--dry-run');
    const fingerprint = fingerprintIn(asked.stdout);
    expect(fingerprint).to.be.a('string');
    expect(fingerprintIn(shown.stdout)).to.equal(fingerprint);
    expect(existsSync(file('reply.json'))).to.equal(false);
    expect([pair.spoke.log.some(({ changes }) => changes.length > 0)]).to.deep.equal([false]);

    const accepted = await accept(0, 'mailed.json', 'reply.json', ...as, '--no-prompt');
    expect(fingerprintIn(accepted.stdout)).to.equal(fingerprint);
    expect(accepted.stdout)
      .to.match(/pre-authorisation +✔ passed/)
      .and.match(/callout +\S+ skipped/);
    const linked = await link('reply.json');
    expect(linked.stdout)
      .to.match(/callout +✔ passed/)
      .and.include(`sf s2s unlink --hub ${pair.hub.org.alias} --name ${nameOfLink(pair)}`);
    allowTokenInBody(pair);
    expect(await callBothWays(pair)).to.deep.equal([]);
  });

  it('make nothing new when they do it all again', async () => {
    const held = ['acme.s2s.json', 'reply.json'].map((name) => readFileSync(file(name), 'utf8'));
    const snapshots = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
    await ask('acme.s2s.json');
    await accept(0, 'mailed.json', 'reply.json', '--no-prompt');
    const again = await link('reply.json');
    expect(again.stdout).to.include('Nothing to do');
    expect(['acme.s2s.json', 'reply.json'].map((name) => readFileSync(file(name), 'utf8'))).to.deep.equal(
      held
    );
    expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(snapshots);
  });

  it('verify their halves', async () => {
    const hub = await run('hub', 0, 'verify', '--hub', pair.hub.org.alias);
    expect(hub.stdout)
      .to.match(/app +\S+ skipped/)
      .and.match(/callout +✔ passed/);
    const spoke = await run(
      'spoke',
      0,
      'verify',
      '--spoke',
      pair.spoke.org.alias,
      '--hub-id',
      pair.hub.org.id
    );
    expect(spoke.stdout)
      .to.match(/pre-authorisation +✔ passed/)
      .and.match(/token +\S+ skipped/);
    const short = await run(
      'spoke',
      0,
      'verify',
      '--spoke',
      pair.spoke.org.alias,
      '--hub-id',
      pair.hub.org.id.slice(0, 15),
      '--json'
    );
    expect(short.stdout).to.include('noHubLogin');
    const { stderr } = await run(
      'spoke',
      1,
      'verify',
      '--spoke',
      pair.spoke.org.alias,
      '--hub-id',
      '00D000000000009'
    );
    expect(stderr).to.include('has no app of hub 00D000000000009');
  });

  it('rotate the certificate in halves, and a callout works at every moment', async () => {
    const old = signsWith(pair);
    const { count, problems } = await callingThroughout(
      pair,
      (async () => {
        const { stdout } = await ask('next.json', '--rotate');
        expect(stdout).to.include('--retire-now').and.not.include('--service-user');
        await accept(0, 'next.json', 'next-reply.json', '--no-prompt');
        const both = await run(
          'spoke',
          0,
          'verify',
          '--spoke',
          pair.spoke.org.alias,
          '--hub-id',
          pair.hub.org.id
        );
        expect(both.stdout.match(/pre-authorisation +✔ passed/g)).to.have.length(2);
        const { stderr } = await accept(1, 'next.json', 'next-reply.json', '--retire-now', '--no-prompt');
        expect(stderr).to.include(`was not through app ${appOfHub(pair)}_2`);
        await link('next-reply.json');
        const retired = await accept(0, 'next.json', 'next-reply.json', '--retire-now', '--no-prompt');
        expect(retired.stdout)
          .to.match(/ExternalClientApplication +\S+ +deleted/)
          .and.include('The rotation is over')
          .and.not.include('--reply-file');
      })()
    );
    expect(problems).to.deep.equal([]);
    expect(count).to.be.above(10);
    expect(signsWith(pair)).not.to.equal(old);
    expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
    await run('hub', 0, 'verify', '--hub', pair.hub.org.alias);
  });

  it('take it away in halves, and nothing of it is left but the user, inactive, and the first certificate', async () => {
    const hub = await run(
      'hub',
      68,
      'unlink',
      '--hub',
      pair.hub.org.alias,
      '--name',
      nameOfLink(pair),
      '--no-prompt',
      '--delete-certificate'
    );
    expect(hub.stdout).to.include(`sf s2s unlink --spoke ALIAS_OF_SPOKE --hub-id ${pair.hub.org.id}`);
    const spoke = await run(
      'spoke',
      0,
      'unlink',
      '--spoke',
      pair.spoke.org.alias,
      '--hub-id',
      pair.hub.org.id,
      '--no-prompt'
    );
    expect(spoke.stdout)
      .to.include('names of its links there: sf s2s list --hub ALIAS_OF_HUB\n')
      .and.include('takes the link away with: sf s2s unlink --hub ALIAS_OF_HUB --name NAME_OF_LINK\n')
      .and.include(`To use one again: sf s2s accept --spoke ${pair.spoke.org.alias}`)
      .and.not.match(/ - Or |sf s2s link/);
    expect(userOf(pair)?.IsActive).to.equal(false);
    const [hubAfter, spokeAfter] = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
    const [certificate, ...others] = Object.keys(hubAfter.components);
    expect([others, hubAfter.records, hubAfter.tokens]).to.deep.equal([
      [],
      { ...fresh[0].records, Certificate: hubAfter.records.Certificate },
      [],
    ]);
    expect(certificate).to.match(/^Certificate:S2S_\d+$/);
    expect(spokeAfter.components).to.deep.equal(fresh[1].components);
    expect(withoutUser(spokeAfter.records)).to.deep.equal(withoutUser(fresh[1].records));
  });

  it('leave no secret in what was printed, logged at trace level or written', () => {
    const tokens = [...pair.hub.org.sessions.keys(), ...pair.spoke.org.sessions.keys()];
    expect(tokens).to.have.length.above(2);
    const files = [...filesBelow(homes.hub.path), ...filesBelow(homes.spoke.path), ...filesBelow(directory)];
    expect(
      files.filter(({ path, content }) => path.endsWith('.log') && content.length > 0)
    ).to.have.length.above(1);
    expect(texts).to.have.length.above(30);
    for (const text of [...texts, ...files.map(({ content }) => content)]) {
      for (const form of secretForms) expect(form.test(text), text.slice(0, 80)).to.equal(false);
      for (const token of tokens) expect(text.includes(token.split('!')[1])).to.equal(false);
    }
    // Neither home has come to know the other's org.
    const knows = (home: Home, { username: name }: Pair['hub']): boolean =>
      existsSync(join(home.path, '.sfdx', `${name}.json`));
    expect([knows(homes.hub, pair.spoke), knows(homes.spoke, pair.hub)]).to.deep.equal([false, false]);
  });
});
