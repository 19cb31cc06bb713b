import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { homeEnvironment, saveLogins } from './logins.ts';
import { startOrg } from './server.ts';
import type { SimulatedOrg } from './server.ts';

const usage = `Usage: npm run simulate -- [--json] [--home DIR]

Starts two simulated orgs, a Developer Edition hub (myhub) and a sandbox spoke (myspoke), and keeps them until Ctrl-C.

  --json      print one line of JSON instead of instructions
  --home DIR  directory for logins, aliases and the request log (default: a new one)`;

const options = {
  json: { type: 'boolean' },
  home: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const readArguments = (): { json?: boolean; home?: string; help?: boolean } => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
};

const describe = ({ org, url, username }: SimulatedOrg) => ({
  alias: org.alias,
  username,
  orgId: org.id,
  url,
});

const quoted = (text: string): string =>
  /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

const instructions = (home: string, env: Record<string, string>, orgs: SimulatedOrg[], log: string): string =>
  [
    'Two simulated orgs are running:',
    ...orgs.map(({ org, url, username }) => `  ${org.alias}: ${org.kind} ${org.id}, ${username}, ${url}`),
    '',
    'Paste this into another terminal, in this directory (and close it afterwards: its home is that of the simulation):',
    ...Object.entries(env).map(([name, value]) => `  export ${name}=${quoted(value)}`),
    '  sf() { node_modules/.bin/node bin/run.js "$@"; }   # leave this out where the plugin is installed in a real sf',
    '  sf s2s link --hub myhub --spoke myspoke',
    '  sf s2s verify --hub myhub',
    '',
    `Logins and aliases: ${home}`,
    `Requests: ${log}`,
    'Ctrl-C stops the orgs.',
  ].join('\n');

const { json, home: chosenHome, help } = readArguments();
if (help) {
  console.log(usage);
  process.exit(0);
}
const home = resolve(chosenHome ?? mkdtempSync(join(tmpdir(), 'simulate-')));
mkdirSync(home, { recursive: true });
const log = join(home, 'requests.jsonl');
writeFileSync(log, '');
const env = homeEnvironment(home);
Object.assign(process.env, env);
const hub = await startOrg({ kind: 'developer', alias: 'myhub', name: 'Hub' }, { logFile: log });
const spoke = await startOrg({ kind: 'sandbox', alias: 'myspoke', name: 'Spoke' }, { logFile: log });
await saveLogins([hub, spoke]);

const stop = async (): Promise<void> => {
  await Promise.all([hub.close(), spoke.close()]);
  process.exit(0);
};
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());

console.log(
  json
    ? JSON.stringify({ home, env, hub: describe(hub), spoke: describe(spoke), log })
    : instructions(home, env, [hub, spoke], log)
);
