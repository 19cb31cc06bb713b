import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { forgetLogins } from '../../simulator/logins.ts';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import { hubsResult } from '../../src/result.ts';
import { type Run, run as runCommand } from './command.ts';
import { type Fleet, withFleet } from './many.ts';
import { changesSince } from './pair.ts';

const orgsOf = ({ hub, spokes }: Fleet): Fleet['spokes'] => [hub, ...spokes];
const changesIn = async (fleet: Fleet, work: () => Promise<unknown>): Promise<string[]> => {
  const before = orgsOf(fleet).map((org) => [org, org.log.length] as const);
  await work();
  return before.flatMap(([org, length]) => changesSince(org, length));
};

describe('apply', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 's2s-apply-'));
    file = join(directory, 's2s.yaml');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const declare = ({ hub }: Fleet, spokes: Fleet['spokes'], more = ''): void => {
    const links = spokes.map(({ org }) => `      - spoke: ${org.alias}\n${more}`).join('');
    writeFileSync(file, `version: 1\nhubs:\n  - hub: ${hub.org.alias}\n    links:\n${links}`);
  };
  const run = (...words: string[]): Promise<Run> => runCommand('apply', '--manifest', file, ...words);
  const resultOf = (stdout: string): ReturnType<typeof hubsResult.parse> =>
    hubsResult.parse((JSON.parse(stdout) as { result: unknown }).result);

  it('makes what the file declares, and nothing the second time', () =>
    withFleet(3, async (fleet) => {
      declare(fleet, fleet.spokes);
      const { stdout, exitCode } = await run('--json');
      expect(exitCode).to.equal(0);
      const [{ links }] = resultOf(stdout).hubs;
      expect(links.map(({ changed, problem }) => [changed, problem])).to.deep.equal(
        Array(3).fill([true, null])
      );
      expect(await changesIn(fleet, () => run())).to.deep.equal([]);
      const again = await run('--dry-run', '--fail-on-changes');
      expect(again.exitCode).to.equal(0);
      expect(again.stdout).to.contain('there is nothing to do');
    }));

  it('notices what has changed since', () =>
    withFleet(2, async (fleet) => {
      declare(fleet, fleet.spokes);
      await run();
      const [named] = [...fleet.hub.org.components.values()].filter(({ type }) => type === 'NamedCredential');
      named.body.calloutStatus = 'Disabled';
      const drift = async (): Promise<Run> => run('--dry-run', '--fail-on-changes');
      const { exitCode, stdout } = await drift();
      expect(exitCode).to.equal(1);
      expect(stdout).to.contain(`NamedCredential ${named.fullName}: update (calloutStatus)`);
      expect((await run('--dry-run')).exitCode).to.equal(0);
      expect((await run()).exitCode).to.equal(0);
      expect((await drift()).exitCode).to.equal(0);
    }));

  it('takes away what is not in the file, with --prune alone', () =>
    withFleet(3, async (fleet) => {
      declare(fleet, fleet.spokes);
      await run();
      declare(fleet, fleet.spokes.slice(1));
      expect(await changesIn(fleet, () => run())).to.deep.equal([]);
      const unasked = await run('--prune');
      expect(unasked.error?.name).to.equal('PruneUnconfirmedError');
      const plan = await run('--prune', '--dry-run', '--fail-on-changes');
      expect([plan.exitCode, /delete/.test(plan.stdout)]).to.deep.equal([1, true]);
      const { stdout, exitCode } = await run('--prune', '--no-prompt', '--json');
      expect(exitCode).to.equal(0);
      expect(
        resultOf(stdout).hubs[0].links.map(({ steps }) => steps.some(({ action }) => action === 'delete'))
      ).to.deep.equal([false, false, true]);
      const left = [...fleet.hub.org.components.values()].filter(({ type }) => type === 'NamedCredential');
      expect(left).to.have.length(2);
      expect(
        [...fleet.spokes[0].org.components.values()].some(({ type }) => type.startsWith('External'))
      ).to.equal(false);
    }));

  it('prunes nothing while a link of the file can not be worked on', () =>
    withFleet(2, async (fleet) => {
      declare(fleet, fleet.spokes);
      await run();
      writeFileSync(
        file,
        `version: 1\nhubs:\n  - hub: ${fleet.hub.org.alias}\n    links:\n      - spoke: nobody\n`
      );
      const { exitCode, stdout } = await run('--prune', '--no-prompt');
      expect(exitCode).to.equal(1);
      expect(stdout).to.contain('Nothing was taken away').and.to.contain('sf org login web --alias nobody');
    }));

  it('does what can be done where a spoke or a hub is not logged in, and says how to go on', () =>
    withFleet(2, async (fleet) => {
      const { alias } = fleet.hub.org;
      writeFileSync(
        file,
        `version: 1\nhubs:\n  - hub: ${alias}\n    links:\n      - spoke: ${fleet.spokes[0].org.alias}\n      - spoke: nobody\n  - hub: elsewhere\n    links:\n      - spoke: ${fleet.spokes[1].org.alias}\n`
      );
      const { exitCode, stdout } = await run('--json');
      expect(exitCode).to.equal(68);
      const [first, second] = resultOf(stdout).hubs;
      expect(first.links.map(({ problem }) => problem?.name)).to.deep.equal([undefined, 'NoLoginError']);
      expect(second.links.map(({ problem }) => problem?.name)).to.deep.equal(['NoLoginError']);
      const people = await run();
      expect(people.stdout).to.contain(`sf s2s apply --manifest ${file}`);
    }));

  it('of what export writes changes nothing', () =>
    withFleet(3, async (fleet) => {
      declare(fleet, fleet.spokes);
      await run();
      await runCommand('export', '--hub', fleet.hub.org.alias, '--output-file', file);
      expect(await changesIn(fleet, () => run())).to.deep.equal([]);
      expect((await run('--dry-run', '--fail-on-changes')).exitCode).to.equal(0);
    }));

  it('links both ways', () =>
    withFleet(1, async (fleet) => {
      declare(fleet, fleet.spokes, '        bidirectional: true\n');
      const { stdout, exitCode } = await run('--json');
      expect(exitCode).to.equal(0);
      const ids = resultOf(stdout).hubs.map(({ hub, links }) => [hub.orgId, links[0].spoke.orgId]);
      const [hub, spoke] = [fleet.hub.org.id, fleet.spokes[0].org.id];
      expect(ids).to.deep.equal([
        [hub, spoke],
        [spoke, hub],
      ]);
    }));

  it('is what link does with several spokes', () =>
    withFleet(3, async (fleet) => {
      const spokes = fleet.spokes.flatMap(({ org }) => ['--spoke', org.alias]);
      const { stdout, exitCode } = await runCommand('link', '--hub', fleet.hub.org.alias, ...spokes);
      expect(exitCode).to.equal(0);
      expect(stdout.match(/created/g)).to.have.length(3);
      declare(fleet, fleet.spokes);
      expect(await changesIn(fleet, () => run())).to.deep.equal([]);
      const named = await runCommand('link', '--hub', fleet.hub.org.alias, ...spokes, '--name', 'acme');
      expect(named.error?.name).to.equal('SeveralSpokesError');
    }));

  const write = (hubs: [hub: string, links: string[]][]): void => {
    const lines = hubs.flatMap(([hub, links]) => [
      `  - hub: ${hub}`,
      '    links:',
      ...links.map((link) => `      - ${link}`),
    ]);
    writeFileSync(file, ['version: 1', 'hubs:', ...lines, ''].join('\n'));
  };
  const namedOn = ({ hub }: Fleet): number =>
    [...hub.org.components.values()].filter(({ type }) => type === 'NamedCredential').length;

  it('knows a hub that the file names in two ways: neither part is in excess for the other', () =>
    withFleet(2, async (fleet) => {
      const [a, b] = fleet.spokes.map(({ org }) => org.alias);
      write([
        [fleet.hub.org.alias, [`{ spoke: ${a}, bidirectional: true }`]],
        [fleet.hub.username, [`spoke: ${b}`]],
        [fleet.spokes[0].username, [`spoke: ${b}`]],
      ]);
      expect((await run()).exitCode).to.equal(0);
      const { stdout, exitCode } = await run('--prune', '--no-prompt', '--json');
      expect(exitCode).to.equal(0);
      expect(resultOf(stdout).hubs.map(({ links }) => links.map(({ changed }) => changed))).to.deep.equal([
        [false, false],
        [false, false],
      ]);
      expect(namedOn(fleet)).to.equal(2);
    }));

  it('gives a name once, to whichever spoke', () =>
    withFleet(1, async (fleet) => {
      const [{ org }] = fleet.spokes;
      const name = `localhost_${new URL(fleet.spokes[0].url).port}`;
      write([
        [
          fleet.hub.org.alias,
          [`spoke: ${org.alias}`, `{ spoke: ${org.alias}, name: ${name}, appName: Second }`],
        ],
      ]);
      const { exitCode, stdout } = await run('--json');
      expect(exitCode).to.equal(68);
      expect(resultOf(stdout).hubs[0].links.map(({ problem }) => problem?.name)).to.deep.equal([
        undefined,
        'NameGivenTwiceError',
      ]);
    }));

  it('goes on pruning where one link is in use, and where the spoke of another is out of reach', () =>
    withFleet(4, async (fleet) => {
      declare(fleet, fleet.spokes);
      await run();
      const nameOf = ({ url }: Fleet['hub']): string => `localhost_${new URL(url).port}`;
      const [, used, far, gone] = fleet.spokes;
      await createMetadata(fleet.hub.org, [
        {
          type: 'NamedCredential',
          fullName: 'Mine',
          body: {
            label: 'Mine',
            namedCredentialType: 'SecuredEndpoint',
            namedCredentialParameters: [
              { parameterName: 'Url', parameterType: 'Url', parameterValue: 'https://x.example' },
              {
                externalCredential: nameOf(used),
                parameterName: 'ExternalCredential',
                parameterType: 'Authentication',
              },
            ],
          },
        },
      ]);
      await forgetLogins([far]);
      declare(fleet, fleet.spokes.slice(0, 1));
      const { exitCode, stdout } = await run('--prune', '--no-prompt');
      expect(exitCode).to.equal(68);
      expect(stdout)
        .to.contain('sf s2s apply --manifest')
        .and.to.match(new RegExp(`${nameOf(used)} .*failed`))
        .and.to.match(new RegExp(`${nameOf(far)} .*failed`))
        .and.to.match(new RegExp(`${nameOf(gone)} .*deleted`));
      expect(stdout).not.to.contain('As they should be');
      expect(namedOn(fleet)).to.equal(4);
    }));

  it('takes --fail-on-changes only together with --dry-run, and changes nothing without', () =>
    withFleet(1, async (fleet) => {
      declare(fleet, fleet.spokes);
      const { error } = await run('--fail-on-changes');
      expect(error?.message).to.contain('--dry-run');
      expect(namedOn(fleet)).to.equal(0);
    }));

  it('says so where no links are declared', () =>
    withFleet(1, async (fleet) => {
      writeFileSync(file, `version: 1\nhubs:\n  - hub: ${fleet.hub.org.alias}\n    links: []\n`);
      const { stdout, exitCode } = await run();
      expect(exitCode).to.equal(0);
      expect(stdout).to.contain('Nothing to do');
    }));

  it('says nothing of having nothing to do where it could not look', () =>
    withFleet(1, async (fleet) => {
      write([[fleet.hub.org.alias, ['spoke: nobody']]]);
      const { stdout, exitCode } = await run('--dry-run');
      expect(exitCode).to.equal(1);
      expect(stdout).not.to.contain('nothing to do');
    }));
});
