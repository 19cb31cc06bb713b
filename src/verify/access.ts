import { whereUsername } from '../command.ts';
import type { CalloutUser } from '../observe/calloutUsers.ts';
import { accessOf } from '../observe/hubLink.ts';
import { canModifyAll } from '../org/users.ts';
import { say, type Values } from '../text/messages.ts';
import { assignCommand, assignOnly, assignOthers, assignSelf, lookFor } from './accessRemedies.ts';
import { callerOf, canCall, hasLeft, isFormer, listed } from './callers.ts';
import type { Check } from '../result.ts';
import { found, passed, withWarnings } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';

/** What keeps somebody who was asked for from using the link, worst first. */
const obstacles = ['noUser', 'inactiveUser', 'frozenUser', 'userEnded', 'userLacks', 'userNoRights'] as const;

const obstacleOf = (view: LinkView, name: string): (typeof obstacles)[number] | undefined => {
  const user = view.link.users.get(name);
  if (!user) return 'noUser';
  if (!user.isActive) return 'inactiveUser';
  if (user.isFrozen) return 'frozenUser';
  const caller = callerOf(view, user);
  if (!caller) return isFormer(view, user) ? 'userEnded' : 'userLacks';
  return canCall(caller) ? undefined : 'userNoRights';
};

/** Those who were asked for and can't: the worst that keeps any of them, and all whom that keeps. */
const checkAsked = (view: LinkView, values: Values): Check | undefined => {
  const asked = view.calloutUsers.map((name) => ({ username: name, finding: obstacleOf(view, name) }));
  const finding = obstacles.find((obstacle) => asked.some((one) => one.finding === obstacle));
  if (finding === undefined) return undefined;
  const kept = asked.filter((one) => one.finding === finding);
  const first = view.link.users.get(kept[0].username);
  return found('access', 'failed', finding, {
    ...values,
    user: listed(kept),
    userId: first?.id,
    whereUser: whereUsername(first?.username ?? kept[0].username),
    assign:
      finding === 'userLacks'
        ? assignOthers(
            view,
            kept.map(({ username }) => username)
          )
        : assignCommand(view, kept),
  });
};

const warn = (view: LinkView, values: Values): Check => {
  const { hub, link, credential } = view;
  const user = hub.org.user.username;
  const users = link.calloutUsers ?? [];
  const isSelf = ({ userId }: CalloutUser): boolean => userId === hub.org.user.id;
  const self = users.find(isSelf);
  const canMore = ({ userType }: CalloutUser): boolean => canModifyAll({ userType: userType ?? 'Standard' });
  const without = users.filter((one) => !canCall(one) && !isSelf(one));
  // With a token of their own, users need no more than rights on their own record.
  const readers = users.filter(({ rights }) => rights === 'read' && credential.principals.length > 0);
  const raisable = readers.filter(canMore);
  const limited = readers.filter((one) => !canMore(one));
  const muted = users.filter(({ mutedIn }) => (mutedIn?.length ?? 0) > 0);
  const findings = [
    self || hasLeft(view)
      ? undefined
      : isFormer(view, hub.org.user)
        ? 'runningUserEnded'
        : 'runningUserLacks',
    self && !canCall(self) ? 'runningUserNoRights' : undefined,
    without.length > 0 ? 'othersNoRights' : undefined,
    raisable.length > 0 ? 'readOnly' : undefined,
    raisable.length === 0 && accessOf(link) === 'read' ? 'readOnlySet' : undefined,
    limited.length > 0 ? 'readOnlyLicence' : undefined,
    muted.length > 0 ? 'muted' : undefined,
  ].filter((finding) => finding !== undefined);
  const counted = { ...values, user, count: users.filter(canCall).length };
  const stands = passed('access', counted);
  const others = self ? stands : { ...stands, message: say('checks', 'access.withoutYou.passed', counted) };
  return withWarnings(others, findings, {
    ...values,
    user,
    assignSelf: assignSelf(view),
    lookFor: lookFor(view),
    users: listed(without),
    assign: assignCommand(view, without),
    readers: listed(raisable),
    raise: assignCommand(view, raisable),
    limited: listed(limited),
    muted: listed(muted),
    groups: [...new Set(muted.flatMap(({ mutedIn }) => mutedIn ?? []))].join(', '),
  });
};

/**
 * Rung 5, pure: somebody can use the link, and those who were asked for can. Who can holds a principal of the external
 * credential and rights on User External Credentials, by whatever permission sets, groups or profile. Modify All is what
 * Salesforce's help asks for, Read is seen enough: with Read alone it is a warning.
 */
export const checkAccess = (view: LinkView): Check => {
  const { hub, link } = view;
  const values = { ...valuesOf(view), user: hub.org.user.username };
  const users = link.calloutUsers;
  if (users === undefined) {
    const isHidden = hub.org.missingRights.includes('ViewSetup');
    return found('access', 'skipped', isHidden ? 'noRight' : 'unknown', values);
  }
  const asked = checkAsked(view, values);
  if (asked) return asked;
  const former = link.formerUsers ?? [];
  if (users.length === 0 && former.length > 0)
    return found('access', 'failed', 'ended', {
      ...values,
      users: listed(former),
      // Whoever is logged in to the hub gets it anyway.
      assign: assignCommand(
        view,
        former.filter(({ userId }) => userId !== hub.org.user.id)
      ),
    });
  const [group] = link.openGroups ?? [];
  if (users.length === 0 && group)
    return found('access', 'failed', 'emptyGroup', {
      ...values,
      group: group.name,
      groupId: group.id,
      assignOnly: assignOnly(view),
    });
  if (users.length === 0)
    return found('access', 'failed', hasLeft(view) ? 'nobodyButYou' : 'nobody', {
      ...values,
      assignOnly: assignOnly(view),
    });
  if (!users.some(canCall))
    return found('access', 'failed', 'nobodyHasRights', { ...values, users: listed(users) });
  return warn(view, values);
};
