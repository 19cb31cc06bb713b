import type { Connection } from '@salesforce/core';
import { queries, soqlText } from './query.ts';

/**
 * How often a user has logged in through an app since some time. What a login history is filtered by is settled here:
 * Salesforce filters it by user and time, not by application or status.
 * Source: Object Reference, LoginHistory (needs Manage Users or Monitor Login History).
 * @param label of the app
 * @param since milliseconds since 1970
 * @returns undefined when the org does not tell
 */
export const countLogins = async (
  conn: Connection,
  userId: string,
  label: string,
  since: number
): Promise<number | undefined> => {
  const { logins } = await queries(conn, {
    logins: `SELECT Application, Status FROM LoginHistory WHERE UserId = ${soqlText(userId)} AND LoginTime >= ${new Date(since).toISOString()}`,
  });
  if (logins.error) return undefined;
  return logins.rows.filter(({ Application, Status }) => Application === label && Status === 'Success')
    .length;
};
