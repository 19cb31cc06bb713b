import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { linksResult } from '../../src/result.ts';
import { run, type Run } from './command.ts';
import { bothOf, changesBy, newFile } from './handing.ts';
import { startQuickPair } from './interrupted.ts';
import type { Pair } from './pair.ts';

type Envelope = { status: number; result: { links: unknown[] }; name?: string; actions?: string[] };

describe('the commands by which two admins make a link', () => {
  let pair: Pair;
  const request = newFile('new/acme.s2s.json');
  const reply = newFile('reply.s2s.json');
  const ask = (...more: string[]): Promise<Run> =>
    run('request', '--hub', pair.hub.org.alias, '--spoke-url', pair.spoke.url, ...more);
  const accept = (...more: string[]): Promise<Run> => run('accept', '--spoke', pair.spoke.org.alias, ...more);
  const files = ['--request-file', request, '--output-file', reply];
  const link = (...more: string[]): Promise<Run> =>
    run('link', '--hub', pair.hub.org.alias, '--reply-file', ...more);
  /** The one link that a run tells as JSON. */
  const told = ({ stdout }: Run): ReturnType<typeof linksResult.parse>['links'][number] => {
    const { status, result } = JSON.parse(stdout) as Envelope;
    expect(status).to.equal(0);
    const parsed = linksResult.strict().parse(result);
    expect(parsed).to.deep.equal(result);
    expect(parsed.links).to.have.length(1);
    return parsed.links[0];
  };
  /** A run that must not work, changes nothing and writes nothing. */
  const refused = async (name: string, work: () => Promise<Run>): Promise<Run> => {
    let outcome: Run | undefined;
    expect(await changesBy(pair, async () => (outcome = await work()))).to.deep.equal([]);
    expect(outcome?.error?.name, outcome?.error?.message).to.equal(name);
    expect(outcome?.exitCode).to.equal(1);
    return outcome!;
  };

  before(async () => (pair = await startQuickPair()));
  after(() => pair.close());

  it('request writes nothing in a dry run, and makes nothing where its file can not be written', async () => {
    const dry = await ask('--output-file', request, '--dry-run');
    expect([dry.exitCode, existsSync(request)]).to.deep.equal([0, false]);
    expect(dry.stdout).to.include('Dry run: nothing was changed.');
    const blocked = newFile();
    mkdirSync(dirname(blocked));
    writeFileSync(blocked, '');
    for (const path of [join(blocked, 'acme.json'), dirname(blocked)])
      await refused('OutputFileError', () => ask('--output-file', path));
    expect(pair.hub.org.certificates.size).to.equal(0);
  });

  it('request makes the directory of its file, and tells both admins what to do', async () => {
    const { stdout, stderr, exitCode } = await ask('--output-file', request);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout)
      .to.match(/Certificate +S2S_\d+ +created/)
      .and.include(`Wrote ${request}`)
      .and.match(/\n {2}([0-9A-F]{2}:){31}[0-9A-F]{2}\n/)
      .and.include(`sf s2s accept --spoke ALIAS_OF_SPOKE --request-file ${request}`);
    const again = told(await ask('--output-file', request, '--json'));
    expect(again).to.deep.include({
      changed: false,
      spoke: { orgId: null, username: null, alias: null, url: pair.spoke.url },
      app: null,
      serviceUser: null,
      checks: [],
    });
    const dry = await ask('--output-file', newFile(), '--dry-run');
    expect(dry.stdout)
      .to.match(/([0-9A-F]{2}:){31}/)
      .and.include('would ask');
  });

  it('request has one of --rotate and --certificate, and needs a file and an address', async () => {
    for (const words of [['--output-file', request, '--rotate', '--certificate', 'A'], []])
      expect((await ask(...words)).exitCode).to.equal(2);
    expect((await run('request', '--hub', pair.hub.org.alias, '--output-file', request)).exitCode).to.equal(
      2
    );
  });

  it('accept shows who asks, and does nothing that nobody has confirmed', async () => {
    const { error } = await refused('AcceptUnconfirmedError', () => accept(...files));
    expect(error?.message).to.match(/([0-9A-F]{2}:){31}/);
    expect(error?.actions?.[1]).to.match(/sf s2s accept .* --no-prompt$/);
    await refused('AcceptUnconfirmedError', () => accept(...files, '--json'));
    const dry = await accept(...files, '--dry-run');
    expect(dry.exitCode).to.equal(0);
    expect(dry.stdout)
      .to.include(
        `${pair.hub.url} (Hub, org ${pair.hub.org.id}) asks to be let in to ${pair.spoke.org.alias}`
      )
      .and.match(/ExternalClientApplication +localhost_\d+ +create/)
      .and.include('Dry run: nothing was changed.');
    const planned = told(await accept(...files, '--dry-run', '--json'));
    expect([planned.changed, planned.checks]).to.deep.equal([false, []]);
    expect(existsSync(reply)).to.equal(false);
  });

  it('accept does not write over the request, nor makes anything where its file can not be written', async () => {
    const roundabout = join(dirname(request), '..', 'new', 'acme.s2s.json');
    for (const path of [request, roundabout])
      await refused('SameFileError', () =>
        accept('--request-file', request, '--output-file', path, '--no-prompt')
      );
    await refused('OutputFileError', () =>
      accept('--request-file', request, '--output-file', dirname(request), '--no-prompt')
    );
  });

  it('accept lets the hub in, and tells both admins what to do', async () => {
    const { stdout, stderr, exitCode } = await accept(...files, '--no-prompt');
    expect(exitCode, stderr).to.equal(0);
    const { checksum } = JSON.parse(readFileSync(reply, 'utf8')) as { checksum: string };
    expect(stdout)
      .to.match(/ExternalClientApplication +localhost_\d+ +created/)
      .and.include(`Wrote ${reply}. Nothing in it is secret.`)
      .and.include(`\n  ${checksum}\n`)
      .and.include(`sf s2s link --hub ALIAS_OF_HUB --reply-file ${reply}`)
      .and.include(`sf s2s unlink --spoke ${pair.spoke.org.alias} --hub-id ${pair.hub.org.id}`);
    const again = told(await accept(...files, '--no-prompt', '--json'));
    expect(again).to.include({ changed: false, app: `localhost_${new URL(pair.hub.url).port}` });
    expect(again.certificate?.daysLeft).to.be.above(700);
    expect(again.checks.map(({ id }) => id)).to.have.length(7);
  });

  it('link --reply-file takes no flag that the spoke decides about', async () => {
    for (const flags of [
      ['--spoke', pair.spoke.org.alias],
      ['--service-user', 'a@b.example'],
      ['--create-service-user', 'a@b.example'],
      ['--app-name', 'X'],
      ['--audience', 'https://login.salesforce.com'],
      ['--certificate', 'X'],
      ['--consumer-key', 'X'],
      ['--allow-self'],
    ])
      expect((await link(reply, ...flags)).exitCode, flags[0]).to.equal(2);
    expect((await run('link', '--hub', pair.hub.org.alias)).exitCode).to.equal(2);
  });

  it('files of the other kind are refused where they are not meant', async () => {
    await refused('HandoverIsRequestError', () => link(request));
    await refused('HandoverIsReplyError', () =>
      accept('--request-file', reply, '--output-file', newFile(), '--no-prompt')
    );
    await refused('HandoverUnreadableError', () => link(newFile()));
  });

  it('link --reply-file links, and says how to undo it without a login to the spoke', async () => {
    const dry = await link(reply, '--dry-run');
    expect(dry.stdout).to.include('Checked without saving by: hub.').and.include('Dry run');
    expect(told(await link(reply, '--dry-run', '--json'))).to.include({ changed: false });
    const { stdout, stderr, exitCode } = await link(reply);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout)
      .to.include(`Linked ${pair.hub.org.alias} to ${pair.spoke.url}`)
      .and.match(/Undo it: sf s2s unlink --hub hub\d+ --name localhost_\d+\n/);
    const again = told(await link(reply, '--json'));
    expect(again).to.include({ changed: false, state: 'linked' });
    expect((await link(reply)).stdout).to.match(/Nothing to do: hub\d+ is linked to http/);
  });

  it('link --reply-file writes the hub half as source files', async () => {
    const directory = dirname(newFile());
    const { stdout, exitCode } = await link(reply, '--dry-run', '--output-dir', directory);
    expect(exitCode).to.equal(0);
    expect(stdout)
      .to.match(/Wrote \d files, with placeholders/)
      .and.include('externalCredentials');
    expect(stdout).not.to.match(/externalClientApps|\.crt/);
  });

  it('verify and unlink of the spoke alone have the JSON of every command', async () => {
    const words = ['--spoke', pair.spoke.org.alias, '--hub-id', pair.hub.org.id];
    const verified = told(await run('verify', ...words, '--json'));
    expect(verified).to.deep.include({ state: null, changed: false, appKind: 'external-client-app' });
    expect(verified.checks.map(({ status }) => status)).to.deep.equal([
      'passed',
      'passed',
      'warning',
      ...Array<string>(4).fill('skipped'),
    ]);
    const limited = await run('verify', ...words, '--expires-within', '9999');
    expect([limited.exitCode, /certificate +✘ failed/.test(limited.stdout)]).to.deep.equal([1, true]);
    const before = bothOf(pair);
    const planned = await run('unlink', ...words, '--dry-run', '--json');
    expect(told(planned).steps.every(({ org, action }) => org === 'spoke' && action === 'delete')).to.equal(
      true
    );
    expect(bothOf(pair)).to.deep.equal(before);
    const { stdout, exitCode } = await run('unlink', ...words, '--no-prompt', '--json');
    const { status, result } = JSON.parse(stdout) as Envelope;
    expect([exitCode, status]).to.deep.equal([0, 0]);
    expect(
      linksResult
        .strict()
        .parse(result)
        .links[0].todo.map(({ id }) => id)
    ).to.deep.equal(['hub']);
    const again = await run('unlink', ...words, '--no-prompt');
    expect([again.exitCode, again.stdout.trim()]).to.deep.equal([
      0,
      `Nothing to do: ${pair.spoke.org.alias} holds nothing of hub ${pair.hub.org.id}.`,
    ]);
  });

  for (const id of ['', 'x', '005000000000001AAA', '00D0000000000001'])
    it(`verify and unlink refuse a hub id ${id}`, async () => {
      const words = ['--spoke', pair.spoke.org.alias, '--hub-id', id];
      await refused('IllegalHubIdError', () => run('verify', ...words));
      await refused('IllegalHubIdError', () => run('unlink', ...words, '--no-prompt'));
    });
});
