import pLimit from 'p-limit';
import { type Clock, systemClock } from '../org/clock.ts';
import type { Ends } from './apply.ts';
import { withSource } from '../source/withSource.ts';
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
  const { done, files } = await withSource(options.outputDir, (keep) =>
    linkAll(ends.hub, [job], { ...options, keep, turns: pLimit(1) }, clock)
  );
  const [end] = done;
  if ('problem' in end) throw end.problem;
  return { ...end.outcome, files: [...files, ...end.outcome.files] };
};
