import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { run } from './command.ts';
import { changesOf } from './exporting.ts';
import { link, withPair } from './pair.ts';

describe('sf s2s export', () => {
  const fileIn = (name: string): string => join(mkdtempSync(join(tmpdir(), 'export-')), name);

  it('prints the manifest alone, with the schema for editors', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { stdout, stderr, exitCode } = await run('export', '--hub', pair.hub.org.alias);
      expect([exitCode, stderr.replaceAll(/[^\w ]|Looking at the links|done/g, '').trim()]).to.deep.equal([
        0,
        '',
      ]);
      expect(stdout).to.match(/^# yaml-language-server: \$schema=https:\S+manifest\.schema\.json\n/);
      expect(await changesOf([pair], stdout)).to.deep.equal([]);
    }));

  it('writes a file, into a directory that is yet to be made, and tells of it', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const file = fileIn('of/hub/s2s.yaml');
      const { stdout } = await run('export', '--hub', pair.hub.org.alias, '--output-file', file);
      expect(stdout).to.equal(`Wrote ${file}, links of ${pair.hub.org.alias}: 1. Nothing in it is secret.\n`);
      expect(await changesOf([pair], readFileSync(file, 'utf8'))).to.deep.equal([]);
    }));

  it('gives the same object with --json, and what is left out as warnings', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.spoke.org.sessions.clear();
      const { stdout } = await run('export', '--hub', pair.hub.org.alias, '--json');
      const { status, result, warnings } = JSON.parse(stdout);
      expect(status).to.equal(0);
      expect(Object.keys(result)).to.deep.equal(['hub', 'manifest']);
      expect(result.manifest).to.deep.equal({ version: 1, hubs: [{ hub: pair.hub.org.alias, links: [] }] });
      expect(warnings).to.have.lengthOf(1);
    }));

  it('asks nobody where there is no hub, or no place for the file', () =>
    withPair({}, async (pair) => {
      expect((await run('export')).error?.name).to.equal('NoHubError');
      const directory = mkdtempSync(join(tmpdir(), 'export-'));
      const { error } = await run('export', '--hub', pair.hub.org.alias, '--output-file', directory);
      expect(error?.name).to.equal('OutputFileError');
      expect(pair.hub.log).to.deep.equal([]);
    }));
});
