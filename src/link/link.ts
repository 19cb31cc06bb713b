import pLimit from 'p-limit';
import { type Clock, systemClock } from '../org/clock.ts';
import type { Ends } from './apply.ts';
import { linkAll } from './linkAll.ts';
import type { LinkOptions, LinkOutcome } from './outcome.ts';
import type { LinkRequest } from './request.ts';

/**
 * Links a hub to a spoke: looks at both, plans, carries the plan out and proves the link. With nothing to do it writes
 * nothing. With `dryRun` nothing is written in any case.
 * @throws SfError for input that can't work (nothing is changed then), or when an org refuses
 */
export const linkOrgs = async (
  ends: Ends,
  request: LinkRequest,
  { progress, ...options }: LinkOptions,
  clock: Clock = systemClock
): Promise<LinkOutcome> => {
  const job = { spoke: ends.spoke, request, progress };
  const [end] = await linkAll(ends.hub, [job], { ...options, turns: pLimit(1) }, clock);
  if ('problem' in end) throw end.problem;
  return end.outcome;
};
