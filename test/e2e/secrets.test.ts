import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { updateRecord } from '../../simulator/data/records.ts';
import { makeAuthority } from '../authority.ts';
import { startQuickPair } from './interrupted.ts';
import type { Pair } from './pair.ts';
import { compile, filesBelow, run, runPlugin, secretForms } from './spawned.ts';

const recorder = join(import.meta.dirname, 'recorder.cjs');
const home = (): string => String(process.env.HOME);

describe('what all commands print, log at every level, write and start', () => {
  const directory = mkdtempSync(join(tmpdir(), 's2s-secrets-'));
  const inDirectory = (name: string): string => join(directory, name);
  const spawns = inDirectory('spawns');
  const environment = {
    TMPDIR: inDirectory('tmp'),
    NODE_OPTIONS: `--require ${recorder}`,
    S2S_TEST_SPAWNS: spawns,
  };
  /** Tells on stderr what stands in the log otherwise, and errors with all that belongs to them. */
  const debugging = { DEBUG: '*', SF_ENV: 'development', JSFORCE_LOG_LEVEL: 'DEBUG' };
  let more: Record<string, string> = {};
  const authority = makeAuthority('Acme', Date.now());
  const texts: string[] = [];
  let pair: Pair;

  /** Runs a command, which has to end with some code. */
  const ends = async (code: number, ...words: string[]): Promise<void> => {
    const ended = await runPlugin({ ...environment, ...more }, 's2s', ...words);
    texts.push(ended.stdout, ended.stderr);
    expect(ended.code, `${words.join(' ')}\n${ended.stderr.slice(-2000)}`).to.equal(code);
  };

  const atWork = async (): Promise<void> => {
    const hub = ['--hub', pair.hub.org.alias];
    const spoke = ['--spoke', pair.spoke.org.alias];
    const [manifest, csr, chain, request, reply] = ['m.yaml', 'csr', 'pem', 'request', 'reply'].map(
      inDirectory
    );
    await ends(
      0,
      'link',
      ...hub,
      ...spoke,
      '--service-user',
      'service@spoke.example',
      '--output-dir',
      inDirectory('source')
    );
    await ends(0, 'list', ...hub, '--result-format', 'csv', '--output-file', inDirectory('list.csv'));
    await ends(0, 'export', ...hub, '--output-file', manifest);
    await ends(0, 'apply', '--manifest', manifest, '--no-prompt');
    await ends(0, 'rotate', ...hub, ...spoke, '--retire-now', '--delete-certificate');
    await ends(0, 'verify', ...hub, '--result-format', 'junit', '--output-file', inDirectory('verify.xml'));
    await ends(0, 'certificate', 'request', ...hub, '--name', 'Acme', '--output-file', csr);
    writeFileSync(chain, authority.sign(readFileSync(csr, 'utf8')) + authority.intermediate);
    await ends(0, 'certificate', 'upload', ...hub, '--name', 'Acme', '--file', chain);
    await ends(0, 'unlink', ...hub, ...spoke, '--no-prompt');
    await ends(0, 'request', ...hub, '--spoke-url', pair.spoke.url, '--output-file', request);
    await ends(
      0,
      'accept',
      ...spoke,
      '--request-file',
      request,
      '--output-file',
      reply,
      '--service-user',
      'service@spoke.example',
      '--no-prompt'
    );
    await ends(0, 'link', ...hub, '--reply-file', reply);
  };

  const inTrouble = async (): Promise<void> => {
    const { org } = pair.spoke;
    const [hub, spoke] = [
      ['--hub', pair.hub.org.alias],
      ['--spoke', org.alias],
    ];
    const key = inDirectory('key.pem');
    // The file is the only place where a private key may stand: it is taken away before anybody looks.
    writeFileSync(key, authority.privateKey);
    await ends(1, 'certificate', 'upload', ...hub, '--name', 'Acme', '--file', key);
    await ends(1, 'link', ...hub, '--reply-file', key);
    writeFileSync(key, '');
    const service = [...org.tables.get('User')!.values()].find(
      ({ Username }) => Username === 'service@spoke.example'
    );
    const { Id } = service!;
    updateRecord({ org, userId: org.adminId, api: 'data' }, 'User', Id, { IsActive: false });
    await ends(1, 'verify', ...hub, ...spoke);
    await ends(1, 'rotate', ...hub, ...spoke, '--wait', '0', '--json');
    pair.spoke.fault({ kind: 'expired', times: 1000 });
    await ends(1, 'link', ...hub, ...spoke, '--json');
    pair.hub.fault({ kind: 'reset', times: 1000 });
    await ends(1, 'list', ...hub);
  };

  before(async function () {
    // A process for each of two dozen commands.
    this.timeout(900_000);
    compile();
    pair = await startQuickPair();
    pair.spoke.addUser({ username: 'service@spoke.example' });
    mkdirSync(environment.TMPDIR);
    writeFileSync(spawns, '');
    await atWork();
    more = debugging;
    await inTrouble();
  });
  after(() => pair.close());

  /** All texts, by where they stand. */
  const all = (): { path: string; content: string }[] => [
    ...texts.map((content, i) => ({ path: `what run ${i >> 1} printed`, content })),
    ...[home(), directory].flatMap(filesBelow),
  ];

  it('holds no token that either org has given out', () => {
    const tokens = [pair.hub, pair.spoke].flatMap(({ org }) => [
      ...org.sessions.keys(),
      ...org.calloutTokens.values(),
    ]);
    expect(tokens).to.have.length.above(2);
    // Without the requests in them they would prove nothing.
    const logs = all().filter(({ path }) => path.endsWith('.log'));
    expect(logs.some(({ content }) => content.includes('/tooling/executeAnonymous'))).to.equal(true);
    expect(texts.some((text) => text.includes('/services/data/'))).to.equal(true);
    for (const [, secret] of tokens.map((token) => token.split('!')))
      for (const { path, content } of all()) expect(content.includes(secret), path).to.equal(false);
  });

  it('holds no private key', () => {
    const keys = [pair.hub, pair.spoke].flatMap(({ org }) =>
      [...org.certificates.values()].map(({ privateKey }) =>
        privateKey.export({ type: 'pkcs8', format: 'pem' })
      )
    );
    expect(keys).to.not.be.empty;
    for (const key of [authority.privateKey, ...keys.map(String)])
      for (const line of key.split('\n').filter((one) => one.length === 64))
        for (const { path, content } of all()) expect(content.includes(line), path).to.equal(false);
  });

  for (const form of secretForms) {
    it(`holds nothing like ${form.source}`, () => {
      for (const { path, content } of all()) expect(form.test(content), path).to.equal(false);
    });
  }

  it('starts no other process, in whose arguments or environment something could stand', async () => {
    const started = readFileSync(spawns, 'utf8');
    expect(started).to.equal('');
    await run(
      process.execPath,
      [
        '-e',
        'require("node:child_process").spawnSync; require("node:child_process").spawn("true", ["seen"])',
      ],
      {
        env: { ...process.env, ...environment },
      }
    );
    expect(readFileSync(spawns, 'utf8'), 'the recorder records').to.include('seen');
  });

  it('leaves nothing in the temporary folder', () => {
    expect(filesBelow(environment.TMPDIR)).to.deep.equal([]);
  });
});
