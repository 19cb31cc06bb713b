import type { CredentialAccess } from '../metadata/hub.ts';
import type { CalloutGroup } from '../observe/calloutGroups.ts';
import type { HubState } from '../observe/hub.ts';
import type { HubLink } from '../observe/hubLink.ts';
import { canModifyAll, type OrgUser } from '../org/users.ts';
import type { LinkRequest } from './request.ts';
import { assignment, type Step } from './step.ts';

/** Those who were asked for by name, each once. */
const pick = <T extends { id: string }>(names: string[], known: Map<string, T | undefined>): T[] => {
  const found = names.flatMap((name) => known.get(name) ?? []);
  return [...new Map(found.map((one) => [one.id, one])).values()];
};

/** A row of the hub that goes. */
const leaving = (
  type: 'PermissionSetAssignment' | 'PermissionSetGroupComponent',
  who: string,
  row: { permissionSet: string; id: string }
): Step => ({
  org: 'hub',
  type,
  name: `${row.permissionSet}: ${who}`,
  action: 'delete',
  changes: [],
  rowId: row.id,
});

const joining = (permissionSet: string, group: CalloutGroup, isJoined: boolean): Step => ({
  org: 'hub',
  type: 'PermissionSetGroupComponent',
  name: `${permissionSet}: ${group.name}`,
  action: isJoined ? 'unchanged' : 'create',
  changes: [],
  joined: { permissionSet, group },
});

/**
 * Pure: who of a hub may call from now on, and who may not any more. The user who is logged in may, too: in a run that takes
 * access away only on a new link, or as before.
 * @param sets names of the link's permission set, and of the one for those whose licence can't hold Modify All
 * @returns the steps, and whether the second set is needed
 */
export const callerSteps = (
  { org }: Pick<HubState, 'org'>,
  link: HubLink,
  sets: { wide: string; narrow: string },
  access: CredentialAccess,
  { assignTo, unassign, letsNobodyIn }: Pick<LinkRequest, 'assignTo' | 'unassign' | 'letsNobodyIn'>
): { steps: Step[]; needsNarrow: boolean } => {
  const left = { users: pick(unassign, link.users), groups: pick(unassign, link.groups) };
  const isLeft = ({ id }: OrgUser): boolean => left.users.some((user) => user.id === id);
  const self = org.user.username;
  const isHolding = link.assigned.some(({ userId }) => userId === org.user.id);
  // On a link that is there, a run that takes access away gives none that nobody asked for.
  const isOpen = unassign.length === 0 && letsNobodyIn !== true;
  const isSelfLetIn = isOpen || !link.permissionSet || isHolding;
  const users = pick([...(isSelfLetIn ? [self] : []), ...assignTo], link.users).filter(
    (user) => !isLeft(user)
  );
  const groups = pick(assignTo, link.groups);
  const setFor = (isLimited: boolean): string =>
    access === 'modify-all' && isLimited ? sets.narrow : sets.wide;
  const setOf = (user: OrgUser): string => setFor(!canModifyAll(user));
  const heldBy = (group: CalloutGroup): string[] =>
    link.joined.flatMap(({ groupId, permissionSet }) => (groupId === group.id ? [permissionSet] : []));
  // A group that has the wider one needs no other.
  const setIn = (group: CalloutGroup): string =>
    heldBy(group).includes(sets.wide) ? sets.wide : setFor(group.isLimited);
  return {
    needsNarrow: [...users.map(setOf), ...groups.map(setIn)].includes(sets.narrow),
    steps: [
      ...users.map((user) => {
        const set = setOf(user);
        const isThis = (other: { permissionSet: string; userId: string }): boolean =>
          other.permissionSet === set && other.userId === user.id;
        return assignment('hub', set, user, link.assigned.some(isThis), link.ended.find(isThis)?.id);
      }),
      ...groups.map((group) => joining(setIn(group), group, heldBy(group).includes(setIn(group)))),
      ...left.users.flatMap(({ id, username }) =>
        [...link.assigned, ...link.ended]
          .filter(({ userId }) => userId === id)
          .map((row) => leaving('PermissionSetAssignment', username, row))
      ),
      ...left.groups.flatMap(({ id, name }) =>
        link.joined
          .filter(({ groupId }) => groupId === id)
          .map((row) => leaving('PermissionSetGroupComponent', name, row))
      ),
    ],
  };
};
