import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { linksResult } from '../../src/result.ts';
import { snapshotOf } from '../snapshot.ts';
import { run } from './command.ts';
import { link, type Pair, startPair } from './pair.ts';

type Envelope = { status: number; result: unknown; name?: string; actions?: string[]; warnings: string[] };

describe('the command unlink', () => {
  let pair: Pair;
  let ends: string[];
  before(async () => {
    pair = await startPair();
    ends = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
    await link(pair);
  });
  after(() => pair.close());

  const unchanged = async (work: () => Promise<void>): Promise<void> => {
    const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
    await work();
    expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
  };

  it('asks for nothing less than a hub, and a spoke or a name', () =>
    unchanged(async () => {
      expect((await run('unlink', '--spoke', pair.spoke.org.alias)).exitCode).to.equal(2);
      for (const words of [[], ['--name', ''], ['--spoke', pair.spoke.org.alias, '--name', '']]) {
        const { error } = await run('unlink', '--hub', pair.hub.org.alias, '--no-prompt', ...words);
        expect(error, words.join(' ')).to.include({ name: 'SpokeOrNameError', exitCode: 1 });
        expect((error as SfError).actions?.at(-1)).to.match(/: sf s2s list --hub hub\d+$/);
      }
    }));

  it('changes nothing where it would have to ask and nobody is there', () =>
    unchanged(async () => {
      const { error } = await run('unlink', ...ends);
      expect(error).to.include({ name: 'ConfirmationNeededError', exitCode: 1 });
      const { stdout, exitCode } = await run('unlink', ...ends, '--json');
      const json = JSON.parse(stdout) as Envelope;
      expect([exitCode, json.name]).to.deep.equal([1, 'ConfirmationNeededError']);
      expect(json.actions?.[1]).to.equal(
        `Do it without being asked: sf s2s unlink ${ends.join(' ')} --no-prompt`
      );
    }));

  it('--dry-run prints the plan without being confirmed', () =>
    unchanged(async () => {
      const { stdout, stderr, exitCode } = await run('unlink', ...ends, '--dry-run');
      expect(exitCode).to.equal(0);
      expect(stderr).to.match(/^Unlinking hub\d+ from spoke\d+\n {2}Look at both orgs\n {2}Plan\n/);
      expect(stdout).to.match(/What would be done/);
      expect(stdout).to.match(/ExternalClientApplication[ │]+localhost_\d+[ │]+delete/);
      expect(stdout).to.include('Dry run: nothing was changed.');
      const json = JSON.parse((await run('unlink', ...ends, '--dry-run', '--json')).stdout) as Envelope;
      expect(linksResult.strict().parse(json.result).links[0].changed).to.equal(false);
    }));

  it('says that a name is none of a link, and which there are', () =>
    unchanged(async () => {
      const { alias } = pair.hub.org;
      const wrong = await run('unlink', '--hub', alias, '--name', 'acmee', '--no-prompt');
      expect(wrong.exitCode).to.equal(0);
      expect(wrong.stderr).to.match(/^Taking the link acmee of hub\d+ away\n/);
      expect(wrong.stdout).to.match(
        /holds no link acmee\. If the name is misspelt: its links are localhost_\d+\. To see them: sf s2s list --hub hub\d+/
      );
    }));

  it('--no-prompt takes the link away and says so; again there is nothing to do', async () => {
    const { stdout, stderr, exitCode } = await run('unlink', ...ends, '--no-prompt');
    expect(exitCode).to.equal(0);
    expect(stderr).to.match(/Credentials on the hub\n {2}App on the spoke\n/);
    expect(stdout).to.match(/NamedCredential[ │]+localhost_\d+[ │]+deleted/);
    expect(stdout).to.match(/Unlinked hub\d+ from spoke\d+: nothing of the link localhost_\d+ is left\./);
    const again = await run('unlink', ...ends, '--no-prompt', '--json');
    const json = JSON.parse(again.stdout) as Envelope;
    expect([again.exitCode, json.status]).to.deep.equal([0, 0]);
    expect(linksResult.strict().parse(json.result).links[0]).to.deep.include({ changed: false, steps: [] });
    expect((await run('unlink', ...ends, '--no-prompt')).stdout).to.match(
      /Nothing to do: hub\d+ and spoke\d+/
    );
  });

  it('ends with 68 where an end is left, and the JSON says which', async () => {
    await link(pair);
    pair.spoke.fault({ kind: 'refuse' });
    const { stdout, exitCode } = await run('unlink', ...ends, '--no-prompt', '--json');
    pair.spoke.org.faults.length = 0;
    const { status, result } = JSON.parse(stdout) as Envelope;
    expect([exitCode, status]).to.deep.equal([68, 68]);
    expect(linksResult.parse(result).links[0].todo.map(({ id }) => id)).to.deep.equal(['spoke']);
  });
});
