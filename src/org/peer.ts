import type { OrgFacts } from './identity.ts';

/** What the half of a link at one org has to know of the org at the other end. */
export type Peer = Pick<OrgFacts, 'id' | 'name' | 'url' | 'isSandbox' | 'isProduction'>;
