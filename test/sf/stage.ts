import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import { type SimulatedOrg, startOrg } from '../../simulator/server.ts';
import type { Ended } from '../e2e/spawned.ts';
import type { Sf } from './install.ts';

/** Starts an org and logs the CLI in to it, under the org's alias. */
export const startAndLogIn = async (sf: Sf, options: CreateOrgOptions): Promise<SimulatedOrg> => {
  const org = await startOrg(options);
  const words = ['org', 'login', 'access-token', '--instance-url', org.url, '--alias', org.org.alias];
  const ended = await sf.run([...words, '--no-prompt'], { env: { SF_ACCESS_TOKEN: org.accessToken } });
  expect(ended.code, ended.stderr).to.equal(0);
  return org;
};

/** A project of source files, empty. @returns its directory */
export const newProject = (sf: Sf): string => {
  const directory = mkdtempSync(join(sf.home, 'project-'));
  writeProject(directory, {
    'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'main', default: true }] }),
  });
  mkdirSync(join(directory, 'main'));
  return directory;
};

/** Writes files into a directory, by path within it. */
export const writeProject = (directory: string, files: Record<string, string>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
};

/** Names of all files below a directory, without those of the directories. */
export const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** What a command answers with `--json`. @throws AssertionError when it ends with another exit code than `code` */
export const answer = async (
  sf: Sf,
  words: string[],
  options: { cwd?: string; env?: Record<string, string>; code?: number } = {}
): Promise<any> => {
  const ended = await sf.run([...words, '--json'], options);
  expect(ended.code, `sf ${words.join(' ')}\n${ended.stdout}\n${ended.stderr}`).to.equal(options.code ?? 0);
  return JSON.parse(ended.stdout);
};

/** What a command prints for people. @throws AssertionError when it fails */
export const printed = async (sf: Sf, words: string[], options: { cwd?: string } = {}): Promise<string> => {
  const ended: Ended = await sf.run(words, options);
  expect(ended.code, `sf ${words.join(' ')}\n${ended.stdout}\n${ended.stderr}`).to.equal(0);
  return ended.stdout;
};

/** Environment in which the CLI deploys over REST, or over SOAP. */
export const deployingOver = (api: 'SOAP' | 'REST'): Record<string, string> => ({
  SF_ORG_METADATA_REST_DEPLOY: String(api === 'REST'),
});
