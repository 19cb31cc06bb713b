import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Org, type SfError } from '@salesforce/core';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import { forgetLogins, saveLogins } from '../../simulator/logins.ts';
import { type SimulatedOrg, startOrg } from '../../simulator/server.ts';
import type { Ends } from '../../src/link/apply.ts';
import { linkOrgs } from '../../src/link/link.ts';
import type { LinkOptions, LinkOutcome } from '../../src/link/outcome.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import type { Clock } from '../../src/org/clock.ts';
import type { Check, LinkResult } from '../../src/result.ts';
import { verifyLinks } from '../../src/verify/links.ts';

/** Two simulated orgs with logins in the home of this process. */
export type Pair = { hub: SimulatedOrg; spoke: SimulatedOrg; ends: Ends; close: () => Promise<void> };

let count = 0;

/** 4096 bits take most of a second; what is tested does not depend on the size. */
const keyPair = (): ReturnType<NonNullable<NonNullable<CreateOrgOptions['settings']>['keyPair']>> =>
  promisify(generateKeyPair)('rsa', { modulusLength: 2048 });

/** Starts an org with an alias of its own and saves its login. */
export const startWithLogin = async (options: CreateOrgOptions): Promise<SimulatedOrg> => {
  count += 1;
  const alias = `${options.alias ?? 'org'}${count}`;
  const org = await startOrg({ ...options, alias, settings: { keyPair, ...options.settings } });
  await saveLogins([org]);
  return org;
};

export const connect = async ({ username }: SimulatedOrg): Promise<Ends['hub']> =>
  (await Org.create({ aliasOrUsername: username })).getConnection();

/** A Developer Edition hub and a sandbox spoke, unless told otherwise. */
export const startPair = async (
  options: { hub?: CreateOrgOptions; spoke?: CreateOrgOptions } = {}
): Promise<Pair> => {
  const hub = await startWithLogin({ kind: 'developer', alias: 'hub', name: 'Hub', ...options.hub });
  const spoke = await startWithLogin({ kind: 'sandbox', alias: 'spoke', name: 'Spoke', ...options.spoke });
  return {
    hub,
    spoke,
    ends: { hub: await connect(hub), spoke: await connect(spoke) },
    close: async () => {
      await Promise.all([hub.close(), spoke.close()]);
      // Another org may get the same port.
      await forgetLogins([hub, spoke]);
    },
  };
};

/** Time that passes only when somebody sleeps, in whole milliseconds as an org's does. */
export const quickClock = (start = Date.now()): Clock => {
  let now = start;
  return { now: () => now, sleep: (duration) => ((now += Math.ceil(duration)), Promise.resolve()) };
};

/** A clock that an org can share: its time passes when the plugin sleeps. */
export const sharedClock = (): { clock: Clock; now: () => number } => {
  const clock = quickClock();
  return { clock, now: () => clock.now() };
};

/** The error that some work ends with. @throws Error when it ends well */
export const thrownBy = async (work: Promise<unknown>): Promise<SfError> => {
  try {
    await work;
  } catch (error) {
    return error as SfError;
  }
  throw new Error('nothing was thrown');
};

/** Two linked or unlinked orgs for as long as some work takes. */
export const withPair = async (
  options: Parameters<typeof startPair>[0],
  work: (pair: Pair) => Promise<void>
): Promise<void> => {
  const pair = await startPair(options);
  try {
    await work(pair);
  } finally {
    await pair.close();
  }
};

export const requestFor = (
  { hub, spoke }: Pick<Pair, 'hub' | 'spoke'>,
  request: Partial<LinkRequest> = {}
): LinkRequest => ({
  hub: hub.org.alias,
  spoke: spoke.org.alias,
  assignTo: [],
  unassign: [],
  allowSelf: false,
  allowProduction: false,
  adopt: false,
  ...request,
});

export const link = (
  pair: Pair,
  request: Partial<LinkRequest> = {},
  options: Partial<LinkOptions> = {},
  clock: Clock = quickClock()
): Promise<LinkOutcome> =>
  linkOrgs(
    pair.ends,
    requestFor(pair, request),
    { dryRun: false, wait: 600_000, progress: () => undefined, ...options },
    clock
  );

/** What verify says of all links of the hub. */
export const allLinks = async ({ hub, ends }: Pair): Promise<LinkResult[]> => {
  const { result } = await verifyLinks(
    { hub: { conn: ends.hub, name: hub.org.alias }, spokes: [], calloutUsers: [] },
    { wait: 0, waiting: () => undefined },
    quickClock()
  );
  return result.links;
};

/** The rungs of the link between the two, by id. */
export const verify = async (pair: Pair, calloutUsers: string[] = []): Promise<Record<string, Check>> => {
  const { result } = await verifyLinks(
    {
      hub: { conn: pair.ends.hub, name: pair.hub.org.alias },
      spokes: [{ conn: pair.ends.spoke, name: pair.spoke.org.alias }],
      calloutUsers,
    },
    { wait: 0, waiting: () => undefined },
    quickClock()
  );
  return Object.fromEntries(result.links[0].checks.map((check) => [check.id, check]));
};

/** Rungs that do not stand. That the service user is an administrator, as in most tests here, is left out. */
export const unwell = (checks: Check[]): Check[] =>
  checks.filter(({ status, findings }) => status !== 'passed' && findings.join() !== 'serviceUserIsAdmin');

/** What an org was asked to change since the log had a length. */
export const changesSince = ({ log }: SimulatedOrg, length: number): string[] =>
  log.slice(length).flatMap(({ changes }) => changes);
