import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { hubsResult } from '../../src/result.ts';
import { withFleet } from './many.ts';
import { unwell } from './pair.ts';
import { compile, runPlugin, startPlugin } from './spawned.ts';

describe('apply that is killed', () => {
  let directory: string;
  before(function () {
    this.timeout(600_000);
    compile();
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 's2s-killed-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  // Deploys that a process has asked for while nobody reads what became of them.
  for (const [where, path] of [
    ['while spokes deploy', /deployRequest$/],
    ['while the service users get access', /\/composite$/],
    ['while links are proved', /executeAnonymous/],
  ] as const)
    it(`${where}, and run again, has made every link once`, () =>
      withFleet(4, async (fleet) => {
        const file = join(directory, 's2s.yaml');
        const links = fleet.spokes.map(({ org }) => `      - spoke: ${org.alias}\n`).join('');
        writeFileSync(file, `version: 1\nhubs:\n  - hub: ${fleet.hub.org.alias}\n    links:\n${links}`);
        const orgs = [fleet.hub, ...fleet.spokes];
        const words = ['s2s', 'apply', '--manifest', file];
        const { kill, ended } = startPlugin({}, ...words);
        const isReached = (): boolean =>
          orgs.flatMap(({ log }) => log).filter((entry) => path.test(entry.path)).length >= 2;
        while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
        kill('SIGKILL');
        expect((await ended).code).to.equal(null);

        const { code, stdout, stderr } = await runPlugin({}, ...words, '--json');
        expect(code, stderr).to.equal(0);
        const { result } = JSON.parse(stdout) as { result: unknown };
        const [{ links: made }] = hubsResult.parse(result).hubs;
        expect(made.flatMap(({ checks }) => unwell(checks))).to.deep.equal([]);
        const count = (type: string): number =>
          [...fleet.hub.org.components.values()].filter((one) => one.type === type).length;
        expect([count('NamedCredential'), count('Certificate')]).to.deep.equal([4, 1]);
        for (const { org } of fleet.spokes)
          expect(
            [...org.components.values()].filter(({ type }) => type === 'ExternalClientApplication')
          ).to.have.length(1);
      }));
});
