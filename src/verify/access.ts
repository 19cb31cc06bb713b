import { accessOf } from '../observe/hubLink.ts';
import { type Check, found, passed } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';

const isSameUser = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether the user who is logged in to the hub may use the link; undefined when the hub does not tell. */
export const mayRunningUserCall = ({ hub, link }: LinkView): boolean | undefined =>
  link.calloutUsers?.some(({ userId }) => userId === hub.org.user.id);

/** Rung 5, pure: somebody can use the link, and those who were asked for can. */
export const checkAccess = (view: LinkView): Check => {
  const { hub, link, calloutUsers } = view;
  const values = { ...valuesOf(view), user: hub.org.user.username };
  if (link.calloutUsers === undefined) return found('access', 'skipped', 'unknown', values);
  if (link.calloutUsers.length === 0) return found('access', 'failed', 'nobody', values);
  const lacking = calloutUsers.find((name) => {
    const username = link.users.get(name)?.username ?? name;
    return !link.calloutUsers?.some((user) => isSameUser(user.username, username));
  });
  if (lacking !== undefined) {
    const asked = { ...values, user: lacking };
    return link.users.get(lacking)
      ? found('access', 'failed', 'userLacks', asked)
      : found('access', 'failed', 'noUser', asked);
  }
  if (!mayRunningUserCall(view)) return found('access', 'warning', 'runningUserLacks', values);
  if (accessOf(link) === 'read') return found('access', 'warning', 'readOnly', values);
  return passed('access', { ...values, count: new Set(link.calloutUsers.map(({ userId }) => userId)).size });
};
