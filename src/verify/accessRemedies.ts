import { commandFor } from '../command.ts';
import { type Body, textOf } from '../metadata/component.ts';
import { accessOf } from '../observe/hubLink.ts';
import { canModifyAll } from '../org/users.ts';
import { mostNames } from '../someOf.ts';
import type { Command } from '../text/messages.ts';
import { asWord } from '../text/shell.ts';
import { isFormer } from './callers.ts';
import { type LinkView, valuesOf } from './view.ts';

/** The command that assigns the link's permission set to users, and gives it the rights that it lacks. */
export const assignCommand = (view: LinkView, users: { username: string }[]): Command => {
  const { command } = valuesOf(view).link as Command;
  const flags = users.slice(0, mostNames).map(({ username }) => ` --assign-to ${asWord(username)}`);
  const raise = accessOf(view.link) === 'read' ? ' --credential-access modify-all' : '';
  return { command: `${command}${raise}${flags.join('')}` };
};

/** The command that lets somebody in by name, and not the one who types it. */
export const assignOnly = (view: LinkView): Command => {
  const { command } = valuesOf(view).link as Command;
  return { command: `${command} --assign-to USERNAME --unassign ${asWord(view.hub.org.user.username)}` };
};

/** The command that sees whether somebody else may use the link, where whoever types it is not to. */
export const lookFor = ({ hubName, spokeName }: LinkView): Command =>
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
export const assignOthers = (view: LinkView, names: string[]): Command => {
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
