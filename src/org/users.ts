import type { Connection } from '@salesforce/core';
import { isFormula } from '../metadata/formula.ts';
import { sandboxOf } from '../names.ts';
import { noteDone } from './done.ts';
import { queries, type QueryRow, soqlList, soqlText } from './query.ts';

export type OrgUser = {
  id: string;
  username: string;
  name: string;
  isActive: boolean;
  /** Whether an admin has frozen the user, who can't log in then; undefined when the org does not tell. */
  isFrozen?: boolean;
  /** `Standard`, `AutomatedProcess`, `CloudIntegrationUser`, or a kind of portal user. */
  userType: string;
};

/** Longest username, in characters. Source: Object Reference, User. */
export const longestUsername = 80;

/** Whether a text has the form of an e-mail address. */
export const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** Whether a text can be a username: it has the form of an e-mail address, and is no formula. */
export const isUsername = (text: string): boolean =>
  isAddress(text) && text.length <= longestUsername && !isFormula(text);

/** Users that Salesforce itself runs as, by their type; nobody knows their usernames, so they go by name. */
const systemUsers: Record<string, string> = {
  AutomatedProcess: 'Automated Process',
  CloudIntegrationUser: 'Platform Integration User',
};
const systemUserTypes = Object.keys(systemUsers);
const systemTypeOf = (name: string): string | undefined =>
  systemUserTypes.find((type) => systemUsers[type].toLowerCase() === name.toLowerCase());

/** How commands call a user: by username, or by the name of a system user. */
export const nameOfUser = ({ username, userType }: Pick<OrgUser, 'username' | 'userType'>): string =>
  systemUsers[userType] ?? username;

/** Whether a name stands for a user: a username holds an @, which the API name of a permission set group can't. */
export const namesUser = (name: string): boolean => name.includes('@') || systemTypeOf(name) !== undefined;

const asUser = (row: QueryRow): OrgUser => ({
  id: String(row.Id),
  username: String(row.Username),
  name: String(row.Name),
  isActive: row.IsActive === true,
  userType: String(row.UserType),
});

/** SOQL for users given by username or, for system users, by name. */
export const usersQuery = (names: string[]): string =>
  `SELECT Id, Username, Name, IsActive, UserType FROM User WHERE Username IN ${soqlList(names)} ` +
  `OR UserType IN ${soqlList(systemUserTypes)}`;

/** SOQL for those of some users who are frozen. Source: Object Reference, UserLogin. */
export const frozenQuery = (names: string[]): string =>
  `SELECT UserId FROM UserLogin WHERE IsFrozen = true AND UserId IN (SELECT Id FROM User WHERE Username IN ${soqlList(names)})`;

/**
 * The user that a name stands for: a username in any case, or the name of a system user.
 * @param frozen rows of `frozenQuery`
 */
export const pickUser = (rows: QueryRow[], name: string, frozen: QueryRow[] = []): OrgUser | undefined => {
  const type = systemTypeOf(name);
  return rows
    .map(asUser)
    .map((user) => ({ ...user, isFrozen: frozen.some(({ UserId }) => UserId === user.id) }))
    .find(
      (user) =>
        user.username.toLowerCase() === name.toLowerCase() || (type !== undefined && user.userType === type)
    );
};

/**
 * Whether a user's licence can hold Modify All on an object. Salesforce's API does not say; portal and guest users can't
 * (Salesforce Help, "View All and Modify All"), and of the users that Salesforce itself runs as it is not documented.
 */
export const canModifyAll = ({ userType }: Pick<OrgUser, 'userType'>): boolean => userType === 'Standard';

/**
 * What a sandbox refresh made of a user's name: "the sandbox name is appended to the username" (Salesforce Help,
 * data_sandbox_users_and_contacts). The one that carries the name of this sandbox, or else the only one.
 * @param url origin of the sandbox's My Domain
 * @returns undefined where there is no such user, or several
 */
export const findRenamed = async (
  conn: Connection,
  username: string,
  url: string
): Promise<string | undefined> => {
  const { renamed } = await queries(conn, {
    renamed: `SELECT Username FROM User WHERE Username LIKE ${soqlText(`${username}.%`)}`,
  });
  const start = `${username}.`.toLowerCase();
  // In LIKE an underscore stands for any character.
  const names = renamed.rows
    .map(({ Username }) => String(Username))
    .filter((name) => name.toLowerCase().startsWith(start));
  const own = `${start}${sandboxOf(url) ?? ''}`;
  return names.find((name) => name.toLowerCase() === own) ?? (names.length === 1 ? names[0] : undefined);
};

type Saved = { success: boolean; errors: { statusCode: string; message: string }[] };

/**
 * Deactivates users, each by itself; 200 at most. Source: REST API Developer Guide, "sObject Collections".
 * @returns what the org refused, in its words: it does so for users whom some of its settings name (Salesforce Help,
 * "Considerations for Deactivating Users")
 */
export const deactivateUsers = async (
  conn: Connection,
  users: { id: string; name: string }[]
): Promise<string[]> => {
  const results = await conn.request<Saved[]>({
    method: 'PATCH',
    url: `/services/data/v${conn.getApiVersion()}/composite/sobjects`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      allOrNone: false,
      records: users.map(({ id }) => ({ attributes: { type: 'User' }, Id: id, IsActive: false })),
    }),
  });
  const names = users.flatMap(({ name }, i) => (results[i].success ? [`User ${name}`] : []));
  noteDone(conn.instanceUrl, '-', names);
  return results.flatMap(({ success, errors }, i) =>
    success ? [] : errors.map(({ statusCode, message }) => `User ${users[i].name}: ${statusCode}: ${message}`)
  );
};
