import type { ServiceUserState } from '../observe/serviceUser.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { guardNewUser } from './guardNewUser.ts';
import type { Peer } from '../org/peer.ts';
import { type LinkRequest, wishesOf } from './request.ts';
import { planServiceUser, type ServiceUserPlan } from './serviceUser.ts';

/**
 * Pure: what is to be done for a service user of whom more is asked than to be there; undefined where that is all.
 * @throws SfError where it can't be had
 */
export const planUser = (
  { spoke, serviceUser, user }: { spoke: SpokeState; serviceUser: string; user?: ServiceUserState },
  hub: Pick<Peer, 'id'>,
  request: LinkRequest
): ServiceUserPlan | undefined => {
  const wishes = wishesOf(request, serviceUser);
  if (!wishes || !user) return undefined;
  guardNewUser(user, wishes, hub, request);
  return planServiceUser(spoke, user, wishes, hub.id);
};
