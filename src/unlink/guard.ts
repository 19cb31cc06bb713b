import { commandFor } from '../command.ts';
import { failure, say } from '../text/messages.ts';
import { guardRights } from '../link/rights.ts';
import type { Seen } from './observe.ts';
import { hasWork, type UnlinkPlan } from './plan.ts';
import { againCommand, type UnlinkRequest } from './request.ts';
import type { User } from './usage.ts';

/** Something that uses a link, as a line. */
export const lineOf = ({ type, name, uses }: User): string => say('s2s', 'unlink.user', { type, name, uses });

/** Refuses where it is not clear which link is meant, or where it is another spoke's. @throws SfError */
const guardSelection = ({ hubParts }: Seen, request: UnlinkRequest): void => {
  if (!hubParts) return;
  const { parts, otherSpoke } = hubParts.selection;
  if (otherSpoke)
    throw failure('unlinkOtherSpoke', {
      name: otherSpoke.name,
      hub: request.hub,
      spoke: request.spoke,
      spokeId: otherSpoke.spokeId,
      again: againCommand(request, { spoke: undefined }),
    });
  const links = parts.filter(({ external }) => external !== undefined).map(({ name }) => name);
  if (links.length > 1)
    throw failure('severalLinks', {
      hub: request.hub,
      spoke: request.spoke,
      names: links.join(', '),
      again: againCommand(request, { name: links[0] }),
    });
};

/** Refuses to touch what somebody else made, where nothing else is there. @throws SfError that names it */
const guardOwner = ({ hubParts }: Seen, plan: UnlinkPlan, request: UnlinkRequest): void => {
  const [other] = hubParts?.selection.others ?? [];
  if (!other || hasWork(plan)) return;
  const { component, why } = other;
  throw failure(why === 'copy' ? 'unlinkCopy' : 'unlinkForeign', {
    type: component.type,
    name: component.fullName,
    hub: request.hub,
    spoke: request.spoke ?? 'ALIAS_OF_SPOKE',
  });
};

/** What takes the link's permission sets out of the groups that `link --assign-to` let in. */
const leavingGroups = (
  { hubParts, spoke }: Pick<Seen, 'hubParts' | 'spoke'>,
  { hub, name }: UnlinkRequest
): string[] => {
  const sets = hubParts?.selection.parts.flatMap((part) => part.sets) ?? [];
  const unassign = [...new Set(sets.flatMap(({ groups }) => groups.map((group) => group.name)))];
  if (unassign.length === 0) return [];
  const leave = commandFor('link', { hub, spoke: spoke?.name ?? 'ALIAS_OF_SPOKE', name, unassign });
  return [say('s2s', 'unlink.leaveGroups', { leave })];
};

/** Refuses to take away what something else still uses, unless told to. @throws SfError with the list */
const guardUsage = ({ hubParts, spoke }: Seen, plan: UnlinkPlan, request: UnlinkRequest): void => {
  const users = hubParts?.usage.users ?? [];
  if (request.force || users.length === 0) return;
  const error = failure('linkInUse', {
    name: plan.name,
    hub: request.hub,
    users: users.map(lineOf),
    again: againCommand(request, { force: true }),
  });
  const [change, ...rest] = error.actions ?? [];
  error.actions = [change, ...leavingGroups({ hubParts, spoke }, request), ...rest];
  throw error;
};

/**
 * Refuses what can't or must not be done, before anything is changed.
 * @throws SfError
 */
export const guardUnlink = (seen: Seen, plan: UnlinkPlan, request: UnlinkRequest): void => {
  guardSelection(seen, request);
  guardOwner(seen, plan, request);
  guardUsage(seen, plan, request);
  guardRights(
    plan,
    { hub: seen.hubParts?.state.org, spoke: seen.spokeParts?.org },
    { hub: seen.hub.name, spoke: seen.spoke?.name }
  );
};
