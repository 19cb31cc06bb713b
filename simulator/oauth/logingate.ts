import type { Org, Row } from '../org.ts';
import { dateTime, insertRow, rows } from '../tables.ts';

const hour = 60 * 60 * 1000;

/** Whether a user has used up the logins of an hour: the live limit is 3,600 for each user. */
export const tooManyLogins = (org: Org, userId: string): boolean => {
  const since = org.settings.now() - hour;
  const logins = rows(org, 'LoginHistory').filter(
    (row) => row.UserId === userId && Date.parse(String(row.LoginTime)) > since
  );
  return logins.length >= org.settings.loginsPerHour;
};

const asNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Whether a user may log in from an IPv4 address: the login IP ranges of the profile (Salesforce Help, login_ip_ranges). */
export const isAllowedAddress = (org: Org, user: Row, address: string): boolean => {
  const ranges = org.loginIpRanges.get(String(user.ProfileId));
  if (ranges === undefined) return true;
  const number = asNumber(address);
  return ranges.some(({ start, end }) => asNumber(start) <= number && number <= asNumber(end));
};

/** Writes a login to the login history, and a good one to the user (Object Reference, LoginHistory and User). */
export const writeLogin = (
  org: Org,
  userId: string,
  application: string,
  from: string,
  failure?: string
): Row => {
  const now = dateTime(org.settings.now());
  const user = org.tables.get('User')?.get(userId);
  if (user && failure === undefined) org.tables.get('User')?.set(userId, { ...user, LastLoginDate: now });
  return insertRow(org, 'LoginHistory', {
    UserId: userId,
    LoginTime: now,
    LoginType: 'Remote Access 2.0',
    Status: failure === undefined ? 'Success' : `Failed: ${failure}`,
    Application: application,
    SourceIp: from,
    LoginUrl: new URL(org.url).host,
  });
};
