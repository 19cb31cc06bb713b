import type { Connection } from '@salesforce/core';
import { queries, soqlList } from './query.ts';

/** A login that succeeded: whose, label of the app through which, and when, in milliseconds since 1970. */
export type Login = { userId: string; label: string; time: number };

/**
 * Logins of some users since some time. What a login history is filtered by is settled here: Salesforce filters it by user and
 * time, not by application or status.
 * Source: Object Reference, LoginHistory (needs Manage Users or Monitor Login History).
 * @param since milliseconds since 1970
 * @returns undefined when the org does not tell
 */
export const readLoginHistory = async (
  conn: Connection,
  userIds: string[],
  since: number
): Promise<Login[] | undefined> => {
  const { logins } = await queries(conn, {
    logins: `SELECT UserId, Application, Status, LoginTime FROM LoginHistory WHERE UserId IN ${soqlList(userIds)} AND LoginTime >= ${new Date(since).toISOString()}`,
  });
  if (logins.error) return undefined;
  return logins.rows
    .filter(({ Status }) => Status === 'Success')
    .map(({ UserId, Application, LoginTime }) => ({
      userId: String(UserId),
      label: String(Application),
      time: Date.parse(String(LoginTime)),
    }));
};

/** How often a user has logged in through an app. @param label of the app @returns like `readLoginHistory` */
export const countLogins = async (
  conn: Connection,
  userId: string,
  label: string,
  since: number
): Promise<number | undefined> =>
  (await readLoginHistory(conn, [userId], since))?.filter((login) => login.label === label).length;
