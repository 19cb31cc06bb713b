import { type Command, failure } from '../text/messages.ts';
import type { LinkRequest } from '../link/request.ts';

/**
 * Refuses to take links away that nobody has agreed to.
 * @param isConfirmed whether somebody can be asked, or nobody has to be
 * @throws SfError
 */
export const guardPrune = (prune: boolean, isConfirmed: boolean, again: Command): void => {
  if (prune && !isConfirmed) throw failure('pruneUnconfirmed', { again });
};

/** What is one link's own, and the flag that gives it. */
const ofOneLink = {
  name: '--name',
  serviceUser: '--service-user',
  createServiceUser: '--create-service-user',
  consumerKey: '--consumer-key',
} as const;

/** Refuses for several spokes what only one of them can have. @throws SfError */
export const guardSeveral = (request: Partial<LinkRequest>): void => {
  const flags = Object.entries(ofOneLink).flatMap(([key, flag]) =>
    request[key as keyof typeof ofOneLink] === undefined ? [] : [flag]
  );
  if (flags.length > 0) throw failure('severalSpokes', { flags: flags.join(', ') });
};
