import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { homeEnvironment, saveLogins } from './logins.ts';
import { faultOptions, orgOptions } from './options.ts';
import { startOrg } from './server.ts';
import type { SimulatedOrg } from './server.ts';

const usage = `Usage: npm run simulate -- [--json] [--home DIR] [--hub KEY=VALUE]… [--spoke KEY=VALUE]… [--fault FAULT]…

Starts two simulated orgs, a Developer Edition hub (myhub) and a sandbox spoke (myspoke), and keeps them until Ctrl-C.

  --json             print one line of JSON instead of instructions
  --home DIR         directory for logins, aliases and the request log (default: a new one, deleted at the end)
  --hub KEY=VALUE    what the hub is (kind, name) or one of its settings, e.g. --hub latency=100
  --spoke KEY=VALUE  the same for the spoke, e.g. --spoke kind=production --spoke propagation=60000
  --fault FAULT      requests that misbehave, e.g. --fault org=spoke,kind=unavailable,path=query,times=2

simulator/README.md has the settings and the kinds of faults.`;

const options = {
  json: { type: 'boolean' },
  home: { type: 'string' },
  hub: { type: 'string', multiple: true },
  spoke: { type: 'string', multiple: true },
  fault: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

const readArguments = () => {
  try {
    const { hub = [], spoke = [], fault = [], ...rest } = parseArgs({ options }).values;
    return {
      ...rest,
      hubOptions: orgOptions(hub),
      spokeOptions: orgOptions(spoke),
      faults: fault.map(faultOptions),
    };
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

const instructions = (
  { home, isOwn }: { home: string; isOwn: boolean },
  env: Record<string, string>,
  orgs: SimulatedOrg[],
  log: string
): string =>
  [
    'Two simulated orgs are running:',
    ...orgs.map(({ org, url, username }) => `  ${org.alias}: ${org.kind} ${org.id}, ${username}, ${url}`),
    '',
    'Paste this into another terminal, in this directory (and close it afterwards: its home is that of the simulation):',
    ...Object.entries(env).map(([name, value]) => `  export ${name}=${quoted(value)}`),
    '  sf() { node_modules/.bin/node bin/run.js "$@"; }   # knows s2s and nothing else',
    '  sf s2s link --hub myhub --spoke myspoke',
    '  sf s2s verify --hub myhub',
    '',
    'Remedies like "sf org assign permset" need the real Salesforce CLI. Where it is installed, paste this in place of sf():',
    '  unset -f sf; sf plugins link . --no-install   # this home has no plugins yet',
    'simulator/README.md has a list of what to break ("Break it").',
    '',
    `Logins and aliases: ${home}${isOwn ? ' (deleted at the end)' : ''}`,
    `Requests: ${log}`,
    'Ctrl-C stops the orgs.',
  ].join('\n');

const { json, home: chosenHome, help, hubOptions, spokeOptions, faults } = readArguments();
if (help) {
  console.log(usage);
  process.exit(0);
}
const isOwn = chosenHome === undefined;
const home = resolve(chosenHome ?? mkdtempSync(join(tmpdir(), 'simulate-')));
mkdirSync(home, { recursive: true });
const log = join(home, 'requests.jsonl');
writeFileSync(log, '');
const env = homeEnvironment(home);
// A log of its own would be written into the home after it was deleted.
Object.assign(process.env, env, { SF_DISABLE_LOG_FILE: 'true' });
const hub = await startOrg(
  { kind: 'developer', name: 'Hub', ...hubOptions, alias: 'myhub' },
  { logFile: log }
);
const spoke = await startOrg(
  { kind: 'sandbox', name: 'Spoke', ...spokeOptions, alias: 'myspoke' },
  { logFile: log }
);
await saveLogins([hub, spoke]);
for (const { org, ...fault } of faults) (org === 'hub' ? hub : spoke).fault(fault);

const stop = async (): Promise<void> => {
  await Promise.all([hub.close(), spoke.close()]);
  if (isOwn) rmSync(home, { recursive: true, force: true });
  process.exit(0);
};
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());

console.log(
  json
    ? JSON.stringify({ home, env, hub: describe(hub), spoke: describe(spoke), log })
    : instructions({ home, isOwn }, env, [hub, spoke], log)
);
