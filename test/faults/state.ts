import type { Org } from '../../simulator/org.ts';

/** Everything of an org that requests change. Rows, components and certificates are never changed in place. */
const mapsOf = (org: Org): Map<string, unknown>[] => [
  org.components,
  org.certificates,
  org.sessions,
  org.calloutTokens,
  org.deploys,
];

const put = (map: Map<string, unknown>, entries: [string, unknown][]): void => {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
};

/** Remembers how an org is. @returns what takes it back there, as often as one likes, without its log and its faults */
export const remember = (org: Org): (() => void) => {
  const maps = mapsOf(org).map((map) => ({ map, entries: [...map] }));
  const tables = [...org.tables].map(([name, table]) => ({ name, table, entries: [...table] }));
  const alive = [...org.sessions.values()].map((session) => ({ session, alive: session.alive }));
  const jti = [...org.seenJti];
  const { lastId } = org;
  return () => {
    for (const { map, entries } of maps) put(map, entries);
    org.tables.clear();
    for (const { name, table, entries } of tables) {
      put(table, entries);
      org.tables.set(name, table);
    }
    for (const { session, alive: wasAlive } of alive) session.alive = wasAlive;
    org.seenJti.clear();
    for (const one of jti) org.seenJti.add(one);
    org.lastId = lastId;
    org.log.length = 0;
    org.faults.length = 0;
  };
};
