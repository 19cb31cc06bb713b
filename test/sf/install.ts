import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { homeEnvironment } from '../../simulator/logins.ts';
import { type Ended, run } from '../e2e/spawned.ts';

/** The newest releases that the plugin was tried with; the Node of npm scripts comes from package.json. */
const cliVersion = '2.150.6';
const node24Version = '24.21.0';

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, '.cache', 'sf');

type Environment = Record<string, string | undefined>;

/** npm starts with the Node that stands first in the path, and picks the packages that run on it. */
const startingWith = (node: string): Environment => ({
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
});

const succeed = async (command: string, words: string[], cwd: string, env: Environment): Promise<void> => {
  const { code, stdout, stderr } = await run(command, words, { cwd, env });
  if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${code}\n${stdout}\n${stderr}`);
};

/** Installs one npm package into a directory of the cache, unless it is there; half an installation never is. */
const installPackage = async (
  name: string,
  version: string,
  directory: string,
  node: string
): Promise<string> => {
  const place = join(cache, directory);
  if (!existsSync(place)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(`${place}-`);
    writeFileSync(
      join(unfinished, 'package.json'),
      JSON.stringify({ private: true, dependencies: { [name]: version }, allowScripts: { node: true } })
    );
    await succeed('npm', ['install', '--no-audit', '--no-fund'], unfinished, startingWith(node));
    renameSync(unfinished, place);
  }
  return join(place, 'node_modules', ...name.split('/'));
};

/** Paths of the Nodes on which the CLI is tried, by major version. */
export const nodes: Record<string, () => Promise<string>> = {
  22: () => Promise.resolve(process.execPath),
  24: async () => {
    const directory = `node-${node24Version}`;
    return join(await installPackage('node', node24Version, directory, process.execPath), 'bin', 'node');
  },
};

/** A Salesforce CLI with a home of its own. */
export type Sf = {
  home: string;
  /** Runs `sf` with these words as a process of its own; `env` adds to its environment. */
  run: (words: string[], options?: { cwd?: string; env?: Environment }) => Promise<Ended>;
  remove: () => void;
};

/** What npm needs to find the registry, which it would look for below the home. */
const settingsOfNpm = ['registry', 'cafile', 'userconfig', 'globalconfig'].map(
  (name) => `npm_config_${name}`
);
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];

/** Environment of a process that runs on a Node, and sees of this machine nothing but a home directory and npm's registry. */
export const environmentOf = (home: string, node: string): Environment => {
  const env = Object.entries({ ...startingWith(node), ...homeEnvironment(home) }).filter(
    ([name]) =>
      (!/^npm_/i.test(name) || settingsOfNpm.includes(name)) &&
      !proxies.includes(name) &&
      !['NODE_OPTIONS', 'NODE_V8_COVERAGE'].includes(name)
  );
  return { ...Object.fromEntries(env), SF_DISABLE_LOG_FILE: 'true' };
};

/** Has the Salesforce CLI in the cache for a Node, by its path. @returns the package's directory */
export const cachedCli = async (node: string): Promise<string> => {
  const major = (await run(node, ['--version'], {})).stdout.trim();
  return installPackage('@salesforce/cli', cliVersion, `cli-${cliVersion}-node-${major}`, node);
};

/**
 * Installs the Salesforce CLI for a Node.
 * @param node path of the Node that it runs on
 */
export const installCli = async (node: string): Promise<Sf> => {
  const cli = await cachedCli(node);
  const home = mkdtempSync(join(tmpdir(), 's2s-sf-'));
  const base = environmentOf(home, node);
  return {
    home,
    run: (words, { cwd = home, env } = {}) =>
      run(node, [join(cli, 'bin', 'run.js'), ...words], { cwd, env: { ...base, ...env } }),
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Packs the plugin as it would be published. @returns path of the tarball, in `directory` */
export const pack = async (directory: string): Promise<string> => {
  await succeed('npm', ['pack', '--ignore-scripts', '--pack-destination', directory], root, process.env);
  return join(
    directory,
    readdirSync(directory).find((name) => name.endsWith('.tgz'))!
  );
};

/** Installs the plugin from a tarball, as a user would who put it on the list of plugins that need no signature. */
export const installPlugin = async (sf: Sf, tarball: string): Promise<Ended> => {
  const settings = join(sf.home, '.config', 'sf');
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, 'unsignedPluginAllowList.json'), JSON.stringify([`file:${tarball}`]));
  return sf.run(['plugins', 'install', `file:${tarball}`]);
};
