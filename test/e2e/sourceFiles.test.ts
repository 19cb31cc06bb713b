import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { assignPermissionSet } from '../../src/org/assign.ts';
import { nameOfOrg } from '../../src/names.ts';
import { zipOf } from '../simulator/metadata-fixtures.ts';
import { type Run, run as runCommand } from './command.ts';
import { linkBy, replyOf, requestOf } from './handing.ts';
import { withFleet } from './many.ts';
import { link, type Pair, thrownBy, unwell, verify, withPair } from './pair.ts';

type Replacement = { filename: string; stringToReplace: string; replaceWithEnv: string };
type Variables = Record<string, string>;

/** Files below a directory, by path within it. */
const filesIn = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(directory, path), readFileSync(path, 'utf8')])
  );
const replacementsIn = (directory: string): Replacement[] =>
  (JSON.parse(readFileSync(join(directory, 'replacements.json'), 'utf8')) as { replacements: Replacement[] })
    .replacements;

/** The variables of an environment, as a shell reads them. */
const variablesIn = (directory: string): Variables => {
  const file = readdirSync(directory).find((name) => name.endsWith('.env'))!;
  const printed = execFileSync('sh', [
    '-c',
    'set -a; . "$1"; env -0',
    'sh',
    join(directory, file),
  ]).toString();
  const all = printed.split('\0').map((line) => line.split(/=([^]*)/, 2));
  return Object.fromEntries(all.filter(([name]) => name.startsWith('S2S_')));
};

/** The files of a folder with the replacements carried out as the CLI does: a variable that is not set is an error. */
const filledIn = (directory: string, folder: string, variables: Variables): Record<string, string> => {
  const replacements = replacementsIn(directory);
  return Object.fromEntries(
    Object.entries(filesIn(join(directory, folder))).map(([path, content]) => {
      const own = replacements.filter(({ filename }) => join(directory, folder, path).endsWith(filename));
      const text = own.reduce((sum, { stringToReplace, replaceWithEnv }) => {
        if (!(replaceWithEnv in variables)) throw new Error(`${replaceWithEnv} is not set`);
        return sum.replaceAll(stringToReplace, variables[replaceWithEnv]);
      }, content);
      return [path.replace(/-meta\.xml$/, ''), text];
    })
  );
};

const deployTo = async (conn: Connection, files: Record<string, string>): Promise<void> => {
  const options = { rollbackOnError: true, singlePackage: true };
  const { id } = (await conn.metadata.deployRest(await zipOf(files), options)) as unknown as { id: string };
  const { deployResult } = await conn.request<{ deployResult: { success: boolean } }>(
    `/services/data/v${conn.getApiVersion()}/metadata/deployRequest/${id}?includeDetails=true`
  );
  expect(deployResult.success, JSON.stringify(deployResult)).to.equal(true);
};

const setIn = (files: Record<string, string>): string =>
  Object.keys(files)
    .find((path) => path.startsWith('permissionsets/'))!
    .replace(/.*\/|\..*/g, '');
const assign = async (conn: Connection, set: string): Promise<void> => {
  const user = await conn.singleRecordQuery(`SELECT Id FROM User WHERE Username = '${conn.getUsername()}'`);
  await assignPermissionSet(conn, { name: set }, [String(user.Id)]);
};
const foldersOf = ({ hub, spoke }: Pair): { hub: string; spoke: string } => ({
  hub: nameOfOrg(hub.url),
  spoke: nameOfOrg(spoke.url),
});

describe('source files', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 's2s-source-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('are the same to the byte when nothing has changed', () =>
    withPair({}, async (pair) => {
      const first = await link(pair, {}, { outputDir: directory });
      const files = filesIn(directory);
      expect(first.files.map((file) => relative(directory, file))).to.have.members(Object.keys(files));
      await link(pair, {}, { outputDir: directory });
      expect(filesIn(directory)).to.deep.equal(files);
      await link(pair, {}, { outputDir: directory, dryRun: true });
      expect(filesIn(directory)).to.deep.equal(files);
      for (const secret of ['PRIVATE KEY', pair.hub.accessToken, pair.spoke.accessToken])
        expect(JSON.stringify(files)).not.to.include(secret);
    }));

  it('make the link in other orgs, which then has nothing left to do', () =>
    withPair({}, async (pair) => {
      await link(pair, {}, { outputDir: directory });
      const { hub, spoke } = foldersOf(pair);
      const there = variablesIn(directory);
      await withPair({ spoke: { kind: 'developer' } }, async (other) => {
        await other.ends.hub.metadata.create('Certificate', {
          fullName: 'S2S_20261111',
          caSigned: false,
          keySize: 2048,
          masterLabel: 'S2S_20261111',
          privateKeyExportable: false,
        } as never);
        const [H, S] = [hub, spoke].map((folder) => `S2S_${folder.toUpperCase()}`);
        const variables: Variables = {
          [`${H}_ORG_ID`]: other.hub.org.id,
          [`${H}_URL`]: other.hub.url,
          [`${S}_ORG_ID`]: other.spoke.org.id,
          [`${S}_URL`]: other.spoke.url,
          [`${H}_CERTIFICATE_NAME`]: 'S2S_20261111',
          [`${H}_CERTIFICATE`]: other.hub.org.certificates.get('S2S_20261111')!.pem,
          [`${H}__${spoke.toUpperCase()}_SERVICE_USER`]: other.spoke.username,
          [`${H}__${spoke.toUpperCase()}_AUDIENCE`]: 'https://login.salesforce.com',
        };
        const onSpoke = filledIn(directory, spoke, variables);
        await deployTo(other.ends.spoke, onSpoke);
        await assign(other.ends.spoke, setIn(onSpoke));
        expect(() => filledIn(directory, hub, variables)).to.throw('CONSUMER_KEY is not set');
        const [settings] = [...other.spoke.org.components.values()].filter(
          ({ type }) => type === 'ExtlClntAppGlobalOauthSettings'
        );
        const key = `${H}__${spoke.toUpperCase()}_CONSUMER_KEY`;
        const all = { ...variables, [key]: String(settings.body.consumerKey) };
        expect(Object.keys(all)).to.have.members(Object.keys(there));
        const onHub = filledIn(directory, hub, all);
        await deployTo(other.ends.hub, onHub);
        await assign(other.ends.hub, setIn(onHub));
        expect(unwell(Object.values(await verify(other)))).to.deep.equal([]);
        const { result } = await link(other, { serviceUser: other.spoke.username });
        expect(result.links[0]).to.include({ changed: false, name: spoke });
      });
    }));

  it('deploy into the orgs that they came from, with the values beside them, and change nothing', () =>
    withPair({}, async (pair) => {
      await link(pair, {}, { outputDir: directory });
      const variables = variablesIn(directory);
      const { hub, spoke } = foldersOf(pair);
      await deployTo(pair.ends.spoke, filledIn(directory, spoke, variables));
      await deployTo(pair.ends.hub, filledIn(directory, hub, variables));
      const { result, verdict } = await link(pair);
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0].changed).to.equal(false);
    }));

  it('of a connected app hold no key either', () =>
    withPair({ spoke: { settings: { connectedAppCreation: true } } }, async (pair) => {
      await link(pair, { app: 'connected-app' }, { outputDir: directory });
      const files = filesIn(join(directory, foldersOf(pair).spoke));
      const [, app] = Object.entries(files).find(([path]) => path.startsWith('connectedApps/'))!;
      expect(app).to.match(/<certificate>\$\{S2S_\w+_CERTIFICATE\}<\/certificate>/);
      expect(app).to.match(/<callbackUrl>\$\{S2S_\w+_URL\}\/services\/oauth2\/callback<\/callbackUrl>/);
      expect(app).not.to.match(/consumer(Key|Secret)>/);
    }));

  it("of a link by a reply are the hub's half, before and afterwards", () =>
    withPair({}, async (pair) => {
      const reply = await replyOf(pair, await requestOf(pair));
      const dry = await linkBy(pair, reply, {}, { outputDir: directory, dryRun: true });
      const planned = filesIn(directory);
      expect(dry.files.map((file) => relative(directory, file))).to.have.members(Object.keys(planned));
      expect(readdirSync(directory))
        .to.include(foldersOf(pair).hub)
        .and.not.to.include(foldersOf(pair).spoke);
      const done = await linkBy(pair, reply, {}, { outputDir: directory });
      expect(done.files).to.have.members(dry.files);
      const files = filesIn(directory);
      expect((await linkBy(pair, reply, {}, { outputDir: directory })).result.links[0].changed).to.equal(
        false
      );
      expect(filesIn(directory)).to.deep.equal(files);
      expect(variablesIn(directory)).to.include({
        [`S2S_${foldersOf(pair).spoke.toUpperCase()}_URL`]: pair.spoke.url,
      });
    }));

  it('are there for a run that the spoke has stopped', () =>
    withPair({ spoke: { settings: { revealConsumerKey: false } } }, async (pair) => {
      await thrownBy(link(pair, {}, { outputDir: directory }));
      expect(Object.keys(filesIn(directory))).to.have.lengthOf(11);
    }));

  describe('of many links', () => {
    const run = (...words: string[]): Promise<Run> => runCommand('apply', ...words);

    it('have a folder for each org, and one list of replacements, which other runs add to', () =>
      withFleet(3, async (fleet) => {
        const { hub, spokes } = fleet;
        const links = (some: typeof spokes): string =>
          some.map(({ org }) => `      - spoke: ${org.alias}\n`).join('');
        const file = join(directory, 's2s.yaml');
        const [first, second, third] = spokes;
        writeFileSync(
          file,
          `version: 1\nhubs:\n  - hub: ${hub.org.alias}\n    links:\n${links([first, second])}` +
            `  - hub: ${first.org.alias}\n    links:\n${links([second])}`
        );
        const target = join(directory, 'source');
        const words = ['--manifest', file, '--output-dir', target];
        const { stdout, exitCode } = await run(...words);
        expect(exitCode).to.equal(0);
        expect(stdout).to.contain(`Wrote 30 files to ${target}`).and.not.to.contain('-meta.xml');
        const folders = [hub, first, second].map(({ url }) => nameOfOrg(url));
        const hosts = [hub, first].map(({ url }) => `${new URL(url).host.replace(':', '_')}.env`);
        expect(readdirSync(target)).to.have.members([...folders, ...hosts, 'replacements.json']);
        const files = filesIn(target);
        expect((await run(...words, '--dry-run')).exitCode).to.equal(0);
        expect(filesIn(target)).to.deep.equal(files);

        const before = replacementsIn(target);
        await runCommand(
          'link',
          ...['--hub', hub.org.alias, '--spoke', second.org.alias, '--spoke', third.org.alias],
          ...['--output-dir', target]
        );
        expect(replacementsIn(target)).to.include.deep.members(before);
        expect(existsSync(join(target, nameOfOrg(third.url)))).to.equal(true);
        const placeholders = Object.entries(filesIn(target))
          .filter(([path]) => path.endsWith('-meta.xml'))
          .flatMap(([path, text]) => [...new Set(text.match(/\$\{\w+\}/g))].map((one) => `${path} ${one}`));
        expect(
          replacementsIn(target).map(({ filename, stringToReplace }) => `${filename} ${stringToReplace}`)
        ).to.have.members(placeholders);
      }));
  });
});
