import { say } from '../text/messages.ts';
import { readOnlyName } from '../metadata/hub.ts';
import type { CalloutGroup } from '../observe/calloutGroups.ts';
import type { CalloutUser, Way } from '../observe/calloutUsers.ts';
import type { HubLink } from '../observe/hubLink.ts';
import { canCall, listed } from '../verify/callers.ts';
import type { LinkRequest } from './request.ts';
import type { Step } from './step.ts';

type Asked = Pick<LinkRequest, 'hub' | 'assignTo' | 'unassign'>;
/** A user or group that is not to let anybody call any more. */
type Leaving = { name: string; isGroup: boolean; isSettled: boolean; userIds: string[] };

const leavingOf = ({ users, groups, members }: HubLink, { unassign }: Asked): Leaving[] =>
  unassign.flatMap((asked): Leaving[] => {
    const [user, group] = [users.get(asked), groups.get(asked)];
    if (user) return [{ name: user.username, isGroup: false, isSettled: true, userIds: [user.id] }];
    if (!group) return [];
    const own = members.filter(({ groupId }) => groupId === group.id);
    const isSettled = group.status === 'Updated';
    return [{ name: group.name, isGroup: true, isSettled, userIds: own.map(({ userId }) => userId) }];
  });

const inWords = (ways: Way[]): string =>
  [...new Set(ways.map(({ kind, name }) => say('s2s', `way.${kind}`, { name })))].join(', ');

/** How those may call all the same from whom the link's permission sets were taken. */
const stillCalling = (callers: CalloutUser[], leaving: Leaving[]): string[] =>
  leaving.flatMap(({ name, isGroup, userIds }) => {
    const still = callers.filter((user) => userIds.includes(user.userId) && canCall(user));
    if (still.length === 0) return [];
    const by = inWords(still.flatMap(({ ways }) => ways ?? []));
    return isGroup
      ? [say('s2s', 'warning.membersStillCall', { name, users: listed(still), by })]
      : [say('s2s', 'warning.userStillCalls', { name, by })];
  });

/**
 * Those of whom it was seen that they can't call any more, a line each.
 * @param link as it is afterwards
 */
export const goneCallers = (link: HubLink, name: string, request: Asked): string[] =>
  leavingOf(link, request)
    .filter(
      (one) =>
        one.isSettled &&
        link.calloutUsers !== undefined &&
        stillCalling(link.calloutUsers, [one]).length === 0
    )
    .map((one) => say('s2s', one.isGroup ? 'link.membersGone' : 'link.userGone', { who: one.name, name }));

/**
 * What has to be known of a group whose members shall be able to call, or shall not any more.
 * @param readOnly name of the permission set that it gets for the licences of some of its members
 */
const aboutGroup = (
  { name: group, status, needsSession }: CalloutGroup,
  isJoining: boolean,
  hub: string,
  readOnly: string | undefined
): string[] => [
  ...(status === 'Updated'
    ? []
    : [say('s2s', isJoining ? 'warning.groupJoining' : 'warning.groupLeaving', { group, hub, status })]),
  ...(isJoining && needsSession ? [say('s2s', 'warning.groupNeedsSession', { group, hub })] : []),
  ...(readOnly === undefined
    ? []
    : [say('s2s', 'warning.readOnlyGroup', { group, permissionSet: readOnly })]),
];

/**
 * What a run says of those who may call from now on, and of those who may not any more.
 * @param link as it is afterwards, or in a dry run as it is
 * @param steps that were planned
 * @param isPlan whether nothing was done: who can still call is then not looked at
 */
export const callerWarnings = (
  link: HubLink,
  name: string,
  request: Asked,
  steps: Step[],
  isPlan: boolean
): string[] => {
  const leaving = leavingOf(link, request);
  const isHeld = ({ name: who }: Leaving): boolean =>
    steps.some((step) => step.action === 'delete' && step.name.endsWith(`: ${who}`));
  const hidden = leaving.length > 0 && !isPlan && !link.calloutUsers;
  const readOnlyIn = ({ id }: CalloutGroup): string | undefined =>
    steps.find(
      ({ action, joined }) =>
        action === 'create' && joined?.group.id === id && joined.permissionSet === readOnlyName(name)
    )?.joined?.permissionSet;
  const texts = [
    ...leaving
      .filter((one) => !hidden && !isHeld(one))
      .map((one) =>
        say('s2s', one.isGroup ? 'warning.groupLacks' : 'warning.userLacks', { name: one.name, link: name })
      ),
    ...(hidden ? [say('s2s', 'warning.unseenCallers', { hub: request.hub })] : []),
    ...(isPlan ? [] : stillCalling(link.calloutUsers ?? [], leaving)),
    ...[...link.groups].flatMap(([asked, group]) =>
      group ? aboutGroup(group, request.assignTo.includes(asked), request.hub, readOnlyIn(group)) : []
    ),
  ];
  return [...new Set(texts)];
};
