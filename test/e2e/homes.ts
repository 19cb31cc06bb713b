import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeEnvironment } from '../../simulator/logins.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';

/** A home directory that knows the login of one org, and the environment of processes that live there. */
export type Home = { path: string; env: Record<string, string> };

/** Makes a home that knows one org alone; the login is one that the home of this process has. */
export const homeWith = ({ username, org }: SimulatedOrg): Home => {
  const path = mkdtempSync(join(tmpdir(), `s2s-home-${org.alias}-`));
  const [own, there] = [String(process.env.HOME), path].map((home) => join(home, '.sfdx'));
  mkdirSync(there);
  for (const name of ['key.json', `${username}.json`]) copyFileSync(join(own, name), join(there, name));
  writeFileSync(join(there, 'alias.json'), JSON.stringify({ orgs: { [org.alias]: username } }));
  return { path, env: homeEnvironment(path) };
};
