import type { CalloutUser } from '../observe/calloutUsers.ts';
import type { OrgUser } from '../org/users.ts';
import { someOf } from '../someOf.ts';
import type { LinkView } from './view.ts';

/** Whether callouts of a user get at the token. Where the hub does not tell the rights, nothing speaks against it. */
export const canCall = ({ rights }: CalloutUser): boolean => rights !== 'none';

/** What a user holds that lets callouts of theirs get at the token. */
export const callerOf = ({ link }: LinkView, { id }: OrgUser): CalloutUser | undefined =>
  link.calloutUsers?.find(({ userId }) => userId === id);

/** Whether the user who is logged in to the hub may use the link; undefined when the hub does not tell. */
export const mayRunningUserCall = ({ hub, link }: LinkView): boolean | undefined =>
  link.calloutUsers?.some((user) => user.userId === hub.org.user.id && canCall(user));

/** Whether a user could use the link until the assignment ended. */
export const isFormer = ({ link }: LinkView, { id }: Pick<OrgUser, 'id'>): boolean =>
  (link.formerUsers ?? []).some(({ userId }) => userId === id);

/** Whether the user who is logged in to the hub is not meant to use the link any more. */
export const hasLeft = ({ hub, left }: LinkView): boolean => left?.includes(hub.org.user.id) === true;

/** Some names of users, and how many more there are. */
export const listed = (users: { username: string }[]): string =>
  someOf(users.map(({ username }) => username));
