import { randomBytes } from 'node:crypto';
import type { Org, Row, Session } from '../org.ts';
import { dateTime, insertRow } from '../tables.ts';

/** Id of the AuthSession record of each session. */
const records = new WeakMap<Session, string>();

const recordOf = (org: Org, session: Session): Row | undefined =>
  org.tables.get('AuthSession')?.get(records.get(session) ?? '');

const newSession = (org: Org, userId: string, app: string): Session => {
  const secret = randomBytes(72).toString('base64url').replaceAll('-', '.');
  const session: Session = { token: `${org.id.slice(0, 15)}!AQEAQ${secret}`, userId, app, alive: true };
  org.sessions.set(session.token, session);
  const record = insertRow(org, 'AuthSession', {
    UsersId: userId,
    UserType: org.tables.get('User')?.get(userId)?.UserType ?? null,
    LoginType: 'Remote Access 2.0',
    SessionType: 'API',
    SourceIp: '127.0.0.1',
    LoginHistoryId: null,
  });
  records.set(session, record.Id);
  return session;
};

/**
 * The live session of a user and an app, or a new one: while a session lives, the same user and app are given the same
 * access token (Salesforce Help, "OAuth Tokens and Scopes"). Tokens have the form `<15-character org id>!<text>`. A
 * session that is used again gets the login history of the latest login (Object Reference, AuthSession).
 * @param login row of the login history
 */
export const openSession = (org: Org, userId: string, app: string, login?: Row): Session => {
  const open = [...org.sessions.values()].find(
    (session) => session.alive && session.userId === userId && session.app === app
  );
  const session = open ?? newSession(org, userId, app);
  const record = recordOf(org, session);
  if (login && record) {
    const LastModifiedDate = dateTime(org.settings.now());
    const changes = { LoginHistoryId: login.Id, SourceIp: login.SourceIp, LastModifiedDate };
    org.tables.get('AuthSession')?.set(record.Id, { ...record, ...changes });
  }
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

/** The AuthSession records of the sessions that live (Object Reference, AuthSession). */
export const sessionRows = (org: Org): Row[] =>
  [...org.sessions.values()]
    .filter(({ token }) => liveSession(org, token))
    .map((session) => recordOf(org, session))
    .filter((row) => row !== undefined);

/** Ends the session of an AuthSession record. */
export const endSessionOf = (org: Org, record: Row): void => {
  endSessions(org, (session) => records.get(session) === record.Id);
};
