import type { Org } from './org.ts';
import { userByUsername } from './users.ts';

const running = new Set<Org>();

/** Remembers that an org listens: user names are unique across all orgs that do. @returns what forgets it */
export const remember = (org: Org): (() => void) => {
  running.add(org);
  return () => running.delete(org);
};

/**
 * Whether a user name is taken in another org: "must be unique across all Salesforce orgs" (Object Reference, User). That
 * is another simulated org of this process, or one that only `takenUsernames` tells of.
 */
export const isTakenElsewhere = (org: Org, username: string): boolean =>
  org.settings.takenUsernames.some((taken) => taken.toLowerCase() === username.toLowerCase()) ||
  [...running].some((other) => other !== org && userByUsername(other, username) !== undefined);
