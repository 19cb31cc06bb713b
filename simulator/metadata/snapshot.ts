import type { Org } from '../org.ts';

type Held = Map<string, Map<string, unknown>>;

/** All maps that metadata work changes, by a name. */
const heldBy = (org: Org): Held =>
  new Map<string, Map<string, unknown>>([
    ...[...org.tables].map(([name, table]) => [`table ${name}`, table] as const),
    ['components', org.components],
    ['certificates', org.certificates],
    ['tokens', org.calloutTokens],
  ]);

const copyOf = (held: Held): Held => new Map([...held].map(([name, map]) => [name, new Map(map)]));

/** Takes back what differs between two moments; keeps what others changed since, and the order. */
const revert = (map: Map<string, unknown>, then: Map<string, unknown>, later: Map<string, unknown>): void => {
  const before = [...then].flatMap(([key, value]): [string, unknown][] => {
    if (later.get(key) !== value) return [[key, value]];
    return map.has(key) ? [[key, map.get(key)]] : [];
  });
  const since = [...map].filter(([key]) => !then.has(key) && !later.has(key));
  map.clear();
  for (const [key, value] of [...before, ...since]) map.set(key, value);
};

/**
 * Does work and gives, beside its result, the function that takes back what it changed and nothing else. Rows and
 * components are never changed in place, so that a changed one is another object.
 */
export const undoable = <R>(org: Org, work: () => R): { result: R; undo: () => void } => {
  const before = copyOf(heldBy(org));
  const result = work();
  const after = copyOf(heldBy(org));
  const undo = (): void => {
    const none = new Map<string, unknown>();
    for (const [name, map] of heldBy(org)) revert(map, before.get(name) ?? none, after.get(name) ?? none);
    for (const [name, table] of org.tables)
      if (table.size === 0 && !before.has(`table ${name}`)) org.tables.delete(name);
  };
  return { result, undo };
};
