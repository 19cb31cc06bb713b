import { type Command, say, type Values } from '../text/messages.ts';
import { asWord } from '../text/shell.ts';
import { mostNames, someOf } from '../someOf.ts';
import { commandFor, whereUsername } from '../command.ts';
import type { CalloutUser } from '../observe/calloutUsers.ts';
import { type Body, textOf } from '../metadata/component.ts';
import { accessOf } from '../observe/hubLink.ts';
import { canModifyAll, type OrgUser } from '../org/users.ts';
import { type Check, found, passed, withWarnings } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';

/** Whether callouts of a user get at the token. Where the hub does not tell the rights, nothing speaks against it. */
export const canCall = ({ rights }: CalloutUser): boolean => rights !== 'none';

const callerOf = ({ link }: LinkView, { id }: OrgUser): CalloutUser | undefined =>
  link.calloutUsers?.find(({ userId }) => userId === id);

/** Whether the user who is logged in to the hub may use the link; undefined when the hub does not tell. */
export const mayRunningUserCall = ({ hub, link }: LinkView): boolean | undefined =>
  link.calloutUsers?.some((user) => user.userId === hub.org.user.id && canCall(user));

/** Whether a user could use the link until the assignment ended. */
const isFormer = ({ link }: LinkView, { id }: Pick<OrgUser, 'id'>): boolean =>
  (link.formerUsers ?? []).some(({ userId }) => userId === id);

/** Whether the user who is logged in to the hub is not meant to use the link any more. */
export const hasLeft = ({ hub, left }: LinkView): boolean => left?.includes(hub.org.user.id) === true;

/** Some names of users, and how many more there are. */
export const listed = (users: { username: string }[]): string =>
  someOf(users.map(({ username }) => username));

/** The command that assigns the link's permission set to users, and gives it the rights that it lacks. */
const assignCommand = (view: LinkView, users: { username: string }[]): Command => {
  const { command } = valuesOf(view).link as Command;
  const flags = users.slice(0, mostNames).map(({ username }) => ` --assign-to ${asWord(username)}`);
  const raise = accessOf(view.link) === 'read' ? ' --credential-access modify-all' : '';
  return { command: `${command}${raise}${flags.join('')}` };
};

/** The command that lets somebody in by name, and not the one who types it. */
const assignOnly = (view: LinkView): Command => {
  const { command } = valuesOf(view).link as Command;
  return { command: `${command} --assign-to USERNAME --unassign ${asWord(view.hub.org.user.username)}` };
};

/** The command that sees whether somebody else may use the link, where whoever types it is not to. */
const lookFor = ({ hubName, spokeName }: LinkView): Command =>
  commandFor('verify', { hub: hubName, spoke: spokeName, 'callout-user': 'USERNAME' });

/** Whether the link's permission set carries the principal. */
const isCarrier = ({ link, credential }: LinkView): boolean => {
  const accesses = (link.permissionSet?.body.externalCredentialPrincipalAccesses ?? []) as Body[];
  return accesses.some(({ externalCredentialPrincipal }) =>
    credential.principals.some((principal) =>
      textOf(externalCredentialPrincipal).endsWith(`${credential.name}-${principal}`)
    )
  );
};

const assignSet = ({ credential, hubName }: LinkView, usernames: string[] = []): Command => ({
  command: [
    `sf org assign permset --name ${asWord(credential.name)} --target-org ${asWord(hubName)}`,
    ...usernames.map((username) => `--on-behalf-of ${asWord(username)}`),
  ].join(' '),
});

/** How the running user gets access: by the link's permission set where that gives it, otherwise by mending the link. */
export const assignSelf = (view: LinkView): Command =>
  isCarrier(view) && accessOf(view.link) !== undefined && !isFormer(view, view.hub.org.user)
    ? assignSet(view)
    : (valuesOf(view).link as Command);

/** How others who lack the principal get it. Linking again makes the set that they need where the link's is not for them. */
const assignOthers = (view: LinkView, names: string[]): Command => {
  const users = names.flatMap((name) => view.link.users.get(name) ?? []);
  const isForThem = isCarrier(view) && accessOf(view.link) === 'modify-all' && users.every(canModifyAll);
  return isForThem
    ? assignSet(
        view,
        users.slice(0, mostNames).map(({ username }) => username)
      )
    : assignCommand(
        view,
        names.map((username) => ({ username }))
      );
};

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
  if (users.length === 0) return found('access', 'failed', 'nobody', values);
  if (!users.some(canCall))
    return found('access', 'failed', 'nobodyHasRights', { ...values, users: listed(users) });
  return warn(view, values);
};
