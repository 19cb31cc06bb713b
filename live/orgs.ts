import { type Connection, Org } from '@salesforce/core';
import { atOrg } from '../src/org/explain.ts';
import { type OrgFacts, readOrg } from '../src/org/identity.ts';
import type { LiveOptions } from './options.ts';

/** An org of the run: how commands call it, its connection, and who and what it is. */
export type LiveOrg = { alias: string; conn: Connection; facts: OrgFacts };

/** @throws Error when nobody is logged in, or the org does not answer */
const connect = async (alias: string, variable: string): Promise<LiveOrg> => {
  const org = await Org.create({ aliasOrUsername: alias }).catch(() => {
    throw new Error(
      `Nobody is logged in to "${alias}" (${variable}). Log in: sf org login web --alias ${alias}`
    );
  });
  const conn = org.getConnection();
  return { alias, conn, facts: (await atOrg(alias, conn.instanceUrl, readOrg(conn, alias, {}))).org };
};

/** @throws Error for the same org twice, or a production org that nobody allowed */
const guard = (orgs: LiveOrg[], allowProduction: boolean): void => {
  const [hub, spoke] = orgs;
  if (hub.facts.id === spoke.facts.id)
    throw new Error(
      `"${hub.alias}" and "${spoke.alias}" are the same org. Set S2S_LIVE_SPOKE to another one: sf org list`
    );
  const production = orgs.find(({ facts }) => facts.isProduction);
  if (production && !allowProduction)
    throw new Error(
      `"${production.alias}" is a production org. Take a sandbox, a scratch org or a Developer Edition; if you mean it, set S2S_LIVE_ALLOW_PRODUCTION=true`
    );
};

/** The two orgs of a run. @throws Error when they are none that it may use */
export const connectBoth = async ({
  hub,
  spoke,
  allowProduction,
}: LiveOptions): Promise<{ hub: LiveOrg; spoke: LiveOrg }> => {
  const orgs = [await connect(hub, 'S2S_LIVE_HUB'), await connect(spoke, 'S2S_LIVE_SPOKE')];
  guard(orgs, allowProduction);
  return { hub: orgs[0], spoke: orgs[1] };
};
