import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Component } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { linksResult } from '../../src/result.ts';
import { run } from './command.ts';
import { list, only } from './listed.ts';
import { connect, link, type Pair, startPair, startWithLogin, withPair } from './pair.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-list-'));

describe('what list prints and writes', () => {
  it('ends with 1 when a certificate ends within some days, and says which', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme' });
      const { alias } = pair.hub.org;
      const words = ['--hub', alias, '--expires-within'];
      const { certificate } = await only(pair);
      const soon = await run('list', ...words, '9999');
      expect(soon.exitCode).to.equal(1);
      expect(soon.stdout).to.match(/acme[ │]/);
      expect(soon.stderr.replace(/\s+[›»]?\s+/g, ' '))
        .to.include(certificate!.name)
        .and.include('for: acme')
        .and.include(`sf s2s rotate --hub ${alias}`);
      const json = await run('list', ...words, '9999', '--json');
      expect(json.exitCode).to.equal(1);
      expect(JSON.parse(json.stdout).warnings).to.have.lengthOf(1);
      expect((await run('list', ...words, '30')).exitCode).to.equal(0);
      const late = await list(pair, { expiresWithin: 1 }, 800);
      expect(late.ending).to.have.lengthOf(1);
      expect(late.ending[0]).to.include(`ended on ${certificate!.expires!.slice(0, 10)}`);
      const { daysLeft } = certificate!;
      expect((await list(pair, { expiresWithin: daysLeft! })).ending).to.deep.equal([]);
      expect((await list(pair, { expiresWithin: daysLeft! + 1 })).ending).to.have.lengthOf(1);
    }));

  it('writes a file in any format, and people see the table all the same', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme' });
      const write = async (format: string): Promise<string> => {
        const file = join(directory, 'new', `links.${format}`);
        const words = ['--hub', pair.hub.org.alias, '-r', format, '--output-file', file];
        const { stdout, exitCode } = await run('list', ...words);
        expect(exitCode).to.equal(0);
        expect(stdout).to.match(/^[│ ]*acme /m);
        return readFileSync(file, 'utf8');
      };
      expect(await write('csv')).to.match(/^name,spoke_org_id,/);
      expect(await write('mermaid')).to.match(/^```mermaid\nflowchart LR\n/);
      expect(linksResult.strict().parse(JSON.parse(await write('json'))).links).to.have.lengthOf(1);
      const human = await write('human');
      expect(human).to.match(/^Links of hub\d+\nname +spoke +.*\nacme +spoke\d+, 127\./);
      for (const drawn of ['│', String.fromCharCode(27)]) expect(human).to.not.include(drawn);
    }));

  it('leaves the file as it was where the hub can not be asked', () =>
    withPair({}, async ({ hub }) => {
      const file = join(directory, 'none.csv');
      hub.fault({ kind: 'html' });
      const { error } = await run('list', '--hub', hub.org.alias, '--output-file', file);
      expect(error?.name).to.equal('UnexpectedAnswerError');
      expect(existsSync(file)).to.equal(false);
    }));
});

describe('list of many links', () => {
  let pair: Pair;
  let second: SimulatedOrg;
  const names = Array.from({ length: 59 }, (_, i) => `copy${i}`);
  before(async () => {
    pair = await startPair();
    const { hub } = pair;
    second = await startWithLogin({ kind: 'sandbox', alias: 'spoke' });
    hub.org.tables.get('User')!.get(hub.org.adminId)!.Name = 'Zoë "end" |x|; 🚀';
    await link(
      { ...pair, spoke: second, ends: { ...pair.ends, spoke: await connect(second) } },
      { name: 'Zulu' }
    );
    await link(pair, { name: 'alfa' });
    const like = (type: string, fullName: string): Component => {
      const { body } = hub.org.components.get(`${type}:alfa`)!;
      return { type, fullName, body: JSON.parse(JSON.stringify(body).replaceAll('"alfa', `"${fullName}`)) };
    };
    for (const name of names)
      for (const type of ['ExternalCredential', 'NamedCredential', 'PermissionSet'])
        await createMetadata(hub.org, [like(type, name)]);
  });
  after(() => Promise.all([pair.close(), second.close()]));

  it('asks each spoke once', async () => {
    const before = [pair.spoke.log.length, second.log.length];
    const { result } = await list(pair);
    expect(result.links.map(({ name }) => name)).to.deep.equal(
      ['alfa', ...names, 'Zulu'].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    );
    expect([...new Set(result.links.map(({ state }) => state))]).to.deep.equal(['linked']);
    expect([...new Set(result.links.map(({ appKind }) => appKind))]).to.deep.equal(['external-client-app']);
    expect([pair.spoke.log.length - before[0], second.log.length - before[1]]).to.deep.equal([2, 2]);
  });

  it('writes all as csv', async () => {
    const { stdout } = await run('list', '--hub', pair.hub.org.alias, '-r', 'csv');
    const rows: Record<string, string>[] = parse(stdout, { columns: true });
    expect(rows).to.have.lengthOf(61);
    expect(rows[60]).to.include({
      name: 'Zulu',
      spoke_org_id: second.org.id,
      spoke_alias: second.org.alias,
      app_kind: 'external-client-app',
      created_by: 'Zoë "end" |x|; 🚀',
      state: 'linked',
    });
  });

  it('draws all links', async () => {
    const { stdout } = await run('list', '--hub', pair.hub.org.alias, '--result-format', 'mermaid');
    expect(stdout.match(/^```mermaid$/gm)).to.have.lengthOf(2);
    expect(stdout.match(/ --> ?\|"/g)).to.have.lengthOf(61);
  });
});
