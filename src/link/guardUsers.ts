import { whereUsername } from '../command.ts';
import { failure } from '../text/messages.ts';
import { mostSets } from '../observe/calloutGroups.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { namesUser } from '../org/users.ts';
import type { LinkRequest } from './request.ts';

/** Refuses a spoke that can't hold what is asked of it, and a service user who can't log in. @throws SfError */
export const guardServiceUser = (serviceUser: string, spoke: SpokeState, request: LinkRequest): void => {
  const values = { hub: request.hub, spoke: request.spoke };
  if (!spoke.knowsApps && !spoke.app && request.app !== 'connected-app')
    throw failure('noExternalClientApps', values);
  const user = { ...values, user: serviceUser, where: whereUsername(serviceUser) };
  if (!spoke.serviceUser) throw failure('noServiceUser', user);
  if (!spoke.serviceUser.isActive) throw failure('inactiveServiceUser', user);
};

/** Refuses users who are not active, and groups that hold as many permission sets as they can. @throws SfError */
const guardJoining = (asked: string, { users, groups, joined }: HubLink, hub: string): void => {
  const [user, group] = [users.get(asked), groups.get(asked)];
  if (user && !user.isActive)
    throw failure('inactiveCalloutUser', { hub, user: asked, where: whereUsername(user.username) });
  const isJoined = joined.some(({ groupId }) => groupId === group?.id);
  if (group && group.size >= mostSets && !isJoined)
    throw failure('groupFull', { hub, group: asked, most: mostSets });
};

/**
 * Refuses callout users and groups that are not there or can't be let in, and whoever is to be let in and not.
 * @throws SfError
 */
export const guardCallers = (
  link: HubLink,
  { hub, assignTo, unassign }: Pick<LinkRequest, 'hub' | 'assignTo' | 'unassign'>
): void => {
  const idOf = (asked: string): string | undefined => link.users.get(asked)?.id ?? link.groups.get(asked)?.id;
  for (const asked of [...assignTo, ...unassign]) {
    if (idOf(asked) !== undefined) continue;
    throw failure(namesUser(asked) ? 'noCalloutUser' : 'noCalloutGroup', { hub, user: asked, group: asked });
  }
  const both = unassign.find((asked) => assignTo.some((other) => idOf(other) === idOf(asked)));
  if (both !== undefined) throw failure('assignedAndNot', { name: both });
  for (const asked of assignTo) guardJoining(asked, link, hub);
};
