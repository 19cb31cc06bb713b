import type { UnlinkRequest } from '../../src/unlink/request.ts';
import { type UnlinkOptions, type UnlinkOutcome, unlinkOrgs } from '../../src/unlink/unlink.ts';
import { type Pair, quickClock } from './pair.ts';

/** Takes the link between the two away, as the command would without asking. */
export const unlink = (
  pair: Pair,
  request: Partial<UnlinkRequest> = {},
  options: Partial<UnlinkOptions> = {}
): Promise<UnlinkOutcome> => {
  const asked = {
    hub: pair.hub.org.alias,
    spoke: pair.spoke.org.alias,
    force: false,
    deleteCertificate: false,
    ...request,
  };
  const ends = { hub: pair.ends.hub, spoke: asked.spoke === undefined ? undefined : pair.ends.spoke };
  return unlinkOrgs(ends, asked, { dryRun: false, progress: () => undefined, ...options }, quickClock());
};
