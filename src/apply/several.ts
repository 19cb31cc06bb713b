import pLimit from 'p-limit';
import type { LinkRequest } from '../link/request.ts';
import type { End } from '../org/end.ts';
import { type HubOutcome, withoutExcess } from './apply.ts';
import { guardSeveral } from './guard.ts';
import { linkMany, type ManyOptions } from './links.ts';

/**
 * Links several spokes with the same wishes, side by side.
 * @throws SfError for wishes that only one link can have
 */
export const linkSeveral = async (
  hub: End,
  spokes: End[],
  request: LinkRequest,
  { atOnce, ...options }: Omit<ManyOptions, 'turns'> & { atOnce: number }
): Promise<HubOutcome> => {
  guardSeveral(request);
  const wanted = spokes.map(({ conn, name }) => ({ spoke: conn, request: { ...request, spoke: name } }));
  return withoutExcess(await linkMany(hub, wanted, { ...options, turns: pLimit(atOnce) }));
};
