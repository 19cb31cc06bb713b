import type { Connection } from '@salesforce/core';
import { readOnlyName } from '../metadata/hub.ts';
import { isSameName } from '../names.ts';
import { isOwn } from '../org/assign.ts';
import { chunks } from '../org/chunks.ts';
import { field, queries, type QueryRow, soqlList, told } from '../org/query.ts';
import { nameOfUser } from '../org/users.ts';

/** As many links as one query asks for: its text has to fit. */
const perQuery = 50;

const inSets = (names: string[]): string =>
  `PermissionSet.Name IN ${soqlList(names.flatMap((name) => [name, readOnlyName(name)]))}`;

const askFor = async (
  conn: Connection,
  names: string[]
): Promise<{ users: QueryRow[]; groups: QueryRow[] }> => {
  const { users, groups } = await queries(conn, {
    users: `SELECT Assignee.Username, Assignee.UserType, PermissionSet.Name, PermissionSet.NamespacePrefix FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND ${inSets(names)}`,
    groups: `SELECT PermissionSetGroup.DeveloperName, PermissionSetGroup.NamespacePrefix, PermissionSet.Name, PermissionSet.NamespacePrefix FROM PermissionSetGroupComponent WHERE ${inSets(names)}`,
  });
  return { users: told(users), groups: told(groups) };
};

const userIn = (row: QueryRow): string =>
  nameOfUser({
    username: String(field(row, 'Assignee.Username')),
    userType: String(field(row, 'Assignee.UserType')),
  });

const groupIn = (row: QueryRow, namespace: string | undefined): string => {
  const prefix = field(row, 'PermissionSetGroup.NamespacePrefix');
  const name = String(field(row, 'PermissionSetGroup.DeveloperName'));
  return isOwn(prefix, namespace) ? name : `${String(prefix)}__${name}`;
};

/**
 * Who holds the permission sets of some links of a hub: active users and permission set groups, called as `--assign-to`
 * calls them, in alphabetical order. Source: Object Reference, PermissionSetAssignment, PermissionSetGroupComponent.
 * @param names of the links
 * @returns by the name of the link
 * @throws Error in the org's words when it does not tell
 */
export const readHolders = async (
  conn: Connection,
  names: string[],
  namespace: string | undefined
): Promise<Map<string, string[]>> => {
  const answers = await Promise.all(chunks(names, perQuery).map((chunk) => askFor(conn, chunk)));
  const isOf =
    (name: string) =>
    (row: QueryRow): boolean =>
      [name, readOnlyName(name)].some((set) => isSameName(set, String(field(row, 'PermissionSet.Name')))) &&
      isOwn(field(row, 'PermissionSet.NamespacePrefix'), namespace);
  const users = answers.flatMap((answer) => answer.users);
  const groups = answers.flatMap((answer) => answer.groups);
  const holdersOf = (name: string): string[] => [
    ...users.filter(isOf(name)).map(userIn),
    ...groups.filter(isOf(name)).map((row) => groupIn(row, namespace)),
  ];
  return new Map(names.map((name) => [name, [...new Set(holdersOf(name))].sort()]));
};
