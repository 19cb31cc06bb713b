import { randomBytes } from 'node:crypto';
import type { Org, Session } from '../org.ts';

/**
 * The live session of a user and an app, or a new one: while a session lives, the same user and app are given the same
 * access token (Salesforce Help, "OAuth Tokens and Scopes"). Tokens have the form `<15-character org id>!<text>`.
 */
export const openSession = (org: Org, userId: string, app: string): Session => {
  const open = [...org.sessions.values()].find(
    (session) => session.alive && session.userId === userId && session.app === app
  );
  if (open !== undefined) return open;
  const secret = randomBytes(72).toString('base64url').replaceAll('-', '.');
  const session: Session = { token: `${org.id.slice(0, 15)}!AQEAQ${secret}`, userId, app, alive: true };
  org.sessions.set(session.token, session);
  return session;
};

/** The live session of a token, if its user is still active. */
export const liveSession = (org: Org, token: string | undefined): Session | undefined => {
  const session = org.sessions.get(token ?? '');
  return session?.alive === true && org.tables.get('User')?.get(session.userId)?.IsActive === true
    ? session
    : undefined;
};

/** Ends sessions; their tokens are dead from then on. */
export const endSessions = (org: Org, fits: (session: Session) => boolean): void => {
  for (const session of org.sessions.values()) if (fits(session)) session.alive = false;
};
