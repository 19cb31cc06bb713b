import pLimit from 'p-limit';
import { forgetLogins } from '../../simulator/logins.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { linkMany, type ManyOptions, type ManyOutcome, type Wanted } from '../../src/apply/links.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import type { Clock } from '../../src/org/clock.ts';
import { connect, quickClock, requestFor, startWithLogin } from './pair.ts';

/** A hub and its spokes, with logins in the home of this process. */
export type Fleet = { hub: SimulatedOrg; spokes: SimulatedOrg[]; close: () => Promise<void> };

export const startFleet = async (count: number): Promise<Fleet> => {
  const hub = await startWithLogin({ kind: 'developer', alias: 'hub', name: 'Hub' });
  const spokes = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      startWithLogin({ kind: 'sandbox', alias: 'spoke', name: `Spoke ${i + 1}` })
    )
  );
  return {
    hub,
    spokes,
    close: async () => {
      await Promise.all([hub, ...spokes].map((org) => org.close()));
      await forgetLogins([hub, ...spokes]);
    },
  };
};

/** A hub with spokes for as long as some work takes. */
export const withFleet = async (count: number, work: (fleet: Fleet) => Promise<void>): Promise<void> => {
  const fleet = await startFleet(count);
  try {
    await work(fleet);
  } finally {
    await fleet.close();
  }
};

/** Links to the spokes of a fleet, all with the same wishes but for those of each. */
export const wantedOf = (
  { hub, spokes }: Fleet,
  wishes: (spoke: number) => Partial<LinkRequest> = () => ({})
): Promise<Wanted[]> =>
  Promise.all(
    spokes.map(async (spoke, i) => ({
      spoke: await connect(spoke),
      request: requestFor({ hub, spoke }, wishes(i)),
    }))
  );

export const linkFleet = async (
  { hub }: Fleet,
  wanted: Wanted[],
  options: Partial<ManyOptions> & { atOnce?: number } = {},
  clock: Clock = quickClock()
): Promise<ManyOutcome> =>
  linkMany(
    { conn: await connect(hub), name: hub.org.alias },
    wanted,
    {
      dryRun: false,
      wait: 600_000,
      turns: pLimit(options.atOnce ?? 5),
      progress: { stage: () => undefined, ended: () => undefined },
      ...options,
    },
    clock
  );
