import { ConfigAggregator, Config as SfConfig } from '@salesforce/core';
import { expect } from 'chai';
import { linksResult } from '../../src/result.ts';
import { run } from './command.ts';
import { changesSince, type Pair, startPair, unwell } from './pair.ts';

type Envelope = { status: number; result: unknown; warnings: string[]; name?: string; actions?: string[] };

describe('the commands', () => {
  let pair: Pair;
  let ends: string[];
  before(async () => {
    pair = await startPair();
    ends = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
  });
  after(() => pair.close());

  it('link --dry-run prints the plan, what was checked, and what a later step will know', async () => {
    const { stdout, exitCode } = await run('link', ...ends, '--dry-run');
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/ExternalCredential .* create/);
    expect(stdout).to.include('Consumer key:  (known once the app is made)');
    expect(stdout).to.include('Checked without saving by: spoke.');
    expect(stdout).to.include('Dry run: nothing was changed.');
  });

  it('link prints stages, steps and rungs, how to use the link and how to undo it', async () => {
    const { stdout, stderr, exitCode } = await run('link', ...ends);
    expect(exitCode).to.equal(0);
    const name = `localhost_${new URL(pair.spoke.url).port}`;
    // Where nobody looks on, stages are lines of their own, apart from the report.
    expect(stderr).to.match(/^Linking .*\n {2}Look at both orgs\n(.*\n)* {2}App on the spoke\n/);
    expect(stdout).to.match(/Certificate .* created/);
    expect(stdout).to.match(/callout[ │]+✔ passed/);
    expect(stdout).to.include(`request.setEndpoint('callout:${name}/services/data/v60.0/');`);
    expect(stdout).to.match(/Undo it: sf s2s unlink --hub hub\d+ --spoke spoke\d+\n/);
    expect(stdout).to.match(/integration user with few rights/);
    expect(stderr).not.to.match(/integration user/);
  });

  it('link again says that there is nothing to do', async () => {
    const { stdout } = await run('link', ...ends);
    expect(stdout).to.match(/Nothing to do: hub\d+ is linked to spoke\d+, and the link works\./);
  });

  it('both give one JSON shape, whatever the flags', async () => {
    for (const [name, ...flags] of [
      ['link', ...ends, '--dry-run'],
      ['link', ...ends],
      ['verify', ...ends],
      ['verify', '--hub', pair.hub.org.alias],
    ] as ['link' | 'verify', ...string[]][]) {
      const { stdout, exitCode } = await run(name, ...flags, '--json');
      const { status, result } = JSON.parse(stdout) as Envelope;
      expect([exitCode, status]).to.deep.equal([0, 0]);
      expect(linksResult.strict().parse(result)).to.deep.equal(result);
    }
  });

  it('verify prints each rung, and ends with 1 and a remedy when one fails', async () => {
    const good = await run('verify', '--hub', pair.hub.org.alias);
    expect(good.exitCode).to.equal(0);
    expect(good.stdout).to.match(/token[ │]+✔ passed/);

    const assignments = pair.hub.org.tables.get('PermissionSetAssignment')!;
    const held = [...assignments.values()].filter(({ PermissionSetId }) =>
      String(pair.hub.org.tables.get('PermissionSet')?.get(String(PermissionSetId))?.Name).startsWith(
        'localhost'
      )
    );
    held.forEach(({ Id }) => assignments.delete(Id));
    const bad = await run('verify', ...ends);
    expect(bad.exitCode).to.equal(1);
    expect(bad.stdout).to.match(/access[ │]+✘ failed/);
    expect(bad.stdout).to.include(
      `  access: sf s2s link --hub ${pair.hub.org.alias} --spoke ${pair.spoke.org.alias}`
    );
    const json = JSON.parse((await run('verify', ...ends, '--json')).stdout) as Envelope;
    expect(json.status).to.equal(1);
    const [{ checks }] = linksResult.parse(json.result).links;
    expect(Object.keys(checks[0])).to.deep.equal(['id', 'status', 'findings', 'message', 'actions']);
    await run('link', ...ends);
  });

  it('verify without flags verifies every link of the default org', async () => {
    const config = await SfConfig.create(SfConfig.getDefaultOptions(true));
    config.set('target-org', pair.hub.org.alias);
    await config.write();
    await (await ConfigAggregator.create()).reload();
    try {
      const { stdout, exitCode } = await run('verify', '--json');
      const { result } = JSON.parse(stdout) as Envelope;
      expect(exitCode).to.equal(0);
      const [link] = linksResult.parse(result).links;
      expect(link.spoke.alias).to.equal(pair.spoke.org.alias);
      expect(unwell(link.checks)).to.deep.equal([]);

      const before = [pair.hub.log.length, pair.spoke.log.length];
      const without = await run('link');
      expect(without.exitCode).to.equal(2);
      expect(without.error?.message)
        .to.include('Missing required flag hub')
        .and.to.include('one of the following must be provided: --reply-file, --spoke');
      expect([pair.hub.log.length, pair.spoke.log.length]).to.deep.equal(before);
    } finally {
      config.unset('target-org');
      await config.write();
      await (await ConfigAggregator.create()).reload();
    }
  });

  it('suggests the nearest alias for an unknown one', async () => {
    const { error, exitCode } = await run(
      'link',
      '--hub',
      `${pair.hub.org.alias}x`,
      '--spoke',
      pair.spoke.org.alias
    );
    expect(exitCode).not.to.equal(0);
    expect(`${error?.message} ${error?.actions?.join(' ')}`).to.include(pair.hub.org.alias);
  });

  it('gives an error as JSON with what to do, and without a stack trace', async () => {
    const { stdout, exitCode } = await run('verify', '--json');
    const error = JSON.parse(stdout) as Envelope;
    expect([exitCode, error.status, error.name]).to.deep.equal([1, 1, 'NoHubError']);
    expect(error.actions).to.have.length(3);
    expect(error).not.to.have.any.keys('stack', 'cause');
  });

  it('refuses an API version under 60', async () => {
    const lengths = [pair.hub.log.length, pair.spoke.log.length];
    const { error, exitCode } = await run('link', ...ends, '--api-version', '59.0');
    expect(exitCode).to.equal(1);
    expect(error?.name).to.equal('ApiVersionError');
    expect(error?.actions?.[0]).to.include('60.0');
    expect(changesSince(pair.hub, lengths[0]).concat(changesSince(pair.spoke, lengths[1]))).to.deep.equal([]);
  });

  it('says that there is no link where there is none', async () => {
    const other = await startPair();
    try {
      const named = await run('verify', '--hub', other.hub.org.alias, '--spoke', other.spoke.org.alias);
      expect(named.error).to.include({ name: 'NotLinkedError' });
      expect(named.error?.actions).to.deep.equal([
        `Link them: sf s2s link --hub ${other.hub.org.alias} --spoke ${other.spoke.org.alias}`,
      ]);
      const { alias } = other.hub.org;
      const self = await run('verify', '--hub', alias, '--spoke', alias);
      expect(self.error).to.include({ name: 'SelfNotLinkedError' });
      expect(self.error?.actions?.join('\n')).to.include(
        `sf s2s link --hub ${alias} --spoke ${alias} --allow-self`
      );
      expect((await run('verify', '--hub', other.hub.org.alias)).error).to.include({ name: 'NoLinksError' });
    } finally {
      await other.close();
    }
  });
});
