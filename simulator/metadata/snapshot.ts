import type { Org } from '../org.ts';

const refill = <K, V>(map: Map<K, V>, saved: Map<K, V>): void => {
  map.clear();
  for (const [key, value] of saved) map.set(key, value);
};

/**
 * Remembers what the org holds and gives the function that takes everything back to it. Good for work that does not
 * wait in between: whatever else changed meanwhile would be taken back too.
 */
export const snapshot = (org: Org): (() => void) => {
  const tables = new Map([...org.tables].map(([name, table]) => [name, new Map(table)]));
  const components = new Map(org.components);
  const certificates = new Map(org.certificates);
  const tokens = new Map(org.calloutTokens);
  return () => {
    refill(org.tables, tables);
    refill(org.components, components);
    refill(org.certificates, certificates);
    refill(org.calloutTokens, tokens);
  };
};
