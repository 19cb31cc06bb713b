import { randomBytes } from 'node:crypto';
import type { Org, Row, Session } from '../org.ts';
import { dateTime, insertRow } from '../tables.ts';

/** An app to which sessions belong: the id of its record, and its own session time-out in minutes, if it has one. */
export type SessionApp = { id: string; sessionMinutes?: number };

/** Logins that no app of the org stands for: those of the CLI, and Apex that asks for its own session. */
const builtIn = ['PlatformCLI', 'Apex'];

/** Id of the AuthSession record of each session. */
const records = new WeakMap<Session, string>();

const recordOf = (org: Org, session: Session): Row | undefined =>
  org.tables.get('AuthSession')?.get(records.get(session) ?? '');

/** How long a session has not been touched, and for how long it may be so, in milliseconds. */
const idle = (org: Org, record: Row): { since: number; limit: number } => ({
  since: org.settings.now() - Date.parse(String(record.LastModifiedDate)),
  limit: Number(record.NumSecondsValid) * 1000,
});

/**
 * Whether a session has ended for want of use: "A session expires when the current date and time equals
 * LastModifiedDate + NumSecondsValid" (Object Reference, AuthSession). The CLI renews its own with a refresh token.
 */
const isOver = (org: Org, session: Session): boolean => {
  const record = recordOf(org, session);
  if (record === undefined || session.app === 'PlatformCLI') return false;
  const { since, limit } = idle(org, record);
  return since >= limit;
};

/** With an app the access tokens of its users are removed (Packaging Guide, connected_app_uninstall). */
const hasApp = (org: Org, { app }: Session): boolean =>
  builtIn.includes(app) || [...org.components.values()].some(({ id }) => id === app);

/** Whether a token is good for something: neither ended nor timed out, of an active user and an app that is there. */
const isLive = (org: Org, session: Session): boolean =>
  session.alive &&
  org.tables.get('User')?.get(session.userId)?.IsActive === true &&
  hasApp(org, session) &&
  !isOver(org, session);

/**
 * A session's time-out is that of the app's policy, else of the profile, else of the org (Salesforce Help,
 * connected_app_manage_session_policies); session settings of profiles are not simulated.
 */
const newSession = (org: Org, userId: string, app: SessionApp): Session => {
  const secret = randomBytes(72).toString('base64url').replaceAll('-', '.');
  const token = `${org.id.slice(0, 15)}!AQEAQ${secret}`;
  const session: Session = { token, userId, app: app.id, alive: true };
  org.sessions.set(session.token, session);
  const minutes = app.sessionMinutes ?? org.settings.sessionTimeout / 60_000;
  const record = insertRow(org, 'AuthSession', {
    UsersId: userId,
    UserType: org.tables.get('User')?.get(userId)?.UserType ?? null,
    LoginType: 'Remote Access 2.0',
    // As Setup lists the session of a named credential (seen live: declarative-lookup-rollup-summaries#1589).
    SessionType: 'Oauth2',
    SessionSecurityLevel: 'STANDARD',
    NumSecondsValid: Math.round(minutes * 60),
    SourceIp: '127.0.0.1',
    LogoutUrl: null,
    LoginHistoryId: null,
  });
  records.set(session, record.Id);
  return session;
};

const touch = (org: Org, record: Row, changes: Record<string, unknown> = {}): void => {
  const LastModifiedDate = dateTime(org.settings.now());
  org.tables.get('AuthSession')?.set(record.Id, { ...record, ...changes, LastModifiedDate });
};

/**
 * The live session of a user and an app, or a new one: while a session lives, the same user and app are given the same
 * access token (Salesforce Help, "OAuth Tokens and Scopes"). Tokens have the form `<15-character org id>!<text>`. A
 * session that is used again gets the login history of the latest login (Object Reference, AuthSession).
 * @param login row of the login history
 */
export const openSession = (org: Org, userId: string, app: SessionApp, login?: Row): Session => {
  const open = [...org.sessions.values()].find(
    (session) => session.userId === userId && session.app === app.id && isLive(org, session)
  );
  const session = open ?? newSession(org, userId, app);
  const record = recordOf(org, session);
  if (login && record) touch(org, record, { LoginHistoryId: login.Id, SourceIp: login.SourceIp });
  return session;
};

/**
 * The live session of a token that is being used. Use prolongs it, but "the last active session time value isn't
 * updated until halfway through the timeout period" (Salesforce Help, admin_sessions).
 */
export const liveSession = (org: Org, token: string | undefined): Session | undefined => {
  const session = org.sessions.get(token ?? '');
  if (session === undefined || !isLive(org, session)) return undefined;
  const record = recordOf(org, session);
  if (record) {
    const { since, limit } = idle(org, record);
    if (since * 2 >= limit) touch(org, record);
  }
  return session;
};

/** Ends sessions; their tokens are dead from then on. */
export const endSessions = (org: Org, fits: (session: Session) => boolean): void => {
  for (const session of org.sessions.values()) if (fits(session)) session.alive = false;
};

/**
 * The AuthSession records of the sessions that live. A session without a parent names itself as its parent; current is
 * the one that asks (Object Reference, AuthSession).
 */
export const sessionRows = (org: Org, _userId: string, token?: string): Row[] =>
  [...org.sessions.values()]
    .filter((session) => isLive(org, session))
    .flatMap((session) => {
      const record = recordOf(org, session);
      return record ? [{ ...record, ParentId: record.Id, IsCurrent: session.token === token }] : [];
    });

/** Ends the session of an AuthSession record. */
export const endSessionOf = (org: Org, record: Row): void => {
  endSessions(org, (session) => records.get(session) === record.Id);
};
