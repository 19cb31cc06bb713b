import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { type CredentialAccess, readOnlyName } from '../metadata/hub.ts';
import { isSameName } from '../names.ts';
import { readPrincipals } from '../org/credentials.ts';
import { readComponents } from '../org/metadata.ts';
import { field, queries, type QueryRow, soqlList, soqlText } from '../org/query.ts';
import { type OrgUser, pickUser, usersQuery } from '../org/users.ts';

/** A user who may use a principal, and what gives it: a permission set, permission set group or profile. */
export type CalloutUser = { userId: string; username: string; through: string };

/** What a hub holds of one link, besides its credentials. */
export type HubLink = {
  permissionSet?: Component;
  /** The one for users whose licence can't hold Modify All. */
  readOnlySet?: Component;
  /** Ids of the users who hold the link's permission sets, by set. */
  assigned: { permissionSet: string; userId: string }[];
  /** Who may use the link's principal; undefined when the hub does not tell. */
  calloutUsers?: CalloutUser[];
  /** The users that were asked for, by the name they were asked for with. */
  users: Map<string, OrgUser | undefined>;
};

const asCalloutUser = (row: QueryRow): CalloutUser => ({
  userId: String(row.AssigneeId),
  username: String(field(row, 'Assignee.Username')),
  through: String(field(row, 'PermissionSet.Label') ?? field(row, 'PermissionSet.Name')),
});

const assignments =
  'SELECT AssigneeId, Assignee.Username, PermissionSet.Name, PermissionSet.Label FROM PermissionSetAssignment';

/**
 * Everybody who may use a principal: through permission sets and profiles that name it, and through permission set
 * groups that hold such a set. Source: Object Reference, SetupEntityAccess (`ExternalCredentialParameter`).
 */
const readCalloutUsers = async (conn: Connection, principalId: string): Promise<CalloutUser[]> => {
  const parents = `SELECT ParentId FROM SetupEntityAccess WHERE SetupEntityId = ${soqlText(principalId)}`;
  const { direct, groups } = await queries(conn, {
    direct: `${assignments} WHERE PermissionSetId IN (${parents}) AND Assignee.IsActive = true`,
    groups: `SELECT PermissionSetGroupId FROM PermissionSetGroupComponent WHERE PermissionSetId IN (${parents})`,
  });
  const groupIds = groups.rows.map((row) => String(row.PermissionSetGroupId));
  if (groupIds.length === 0) return direct.rows.map(asCalloutUser);
  const { members } = await queries(conn, {
    members: `${assignments} WHERE PermissionSetGroupId IN ${soqlList(groupIds)} AND Assignee.IsActive = true`,
  });
  return [...direct.rows, ...members.rows].map(asCalloutUser);
};

/**
 * Looks at what belongs to one link of a hub; changes nothing.
 * @param name of the link
 * @param principal that callouts use; undefined when there is no external credential yet
 * @param asked users by username, or the system users by name
 */
export const observeHubLink = async (
  conn: Connection,
  name: string,
  principal: string | undefined,
  asked: string[]
): Promise<HubLink> => {
  const sets = [name, readOnlyName(name)];
  const [components, rows, principals] = await Promise.all([
    readComponents(conn, 'PermissionSet', sets),
    queries(conn, {
      assigned: `SELECT AssigneeId, PermissionSet.Name FROM PermissionSetAssignment WHERE PermissionSet.Name IN ${soqlList(sets)}`,
      users: usersQuery(asked),
    }),
    principal === undefined ? undefined : readPrincipals(conn, name),
  ]);
  const principalId = principals?.find((other) => other.name === principal)?.id;
  return {
    permissionSet: components.find(({ fullName }) => isSameName(fullName, sets[0])),
    readOnlySet: components.find(({ fullName }) => isSameName(fullName, sets[1])),
    assigned: rows.assigned.rows.map((row) => ({
      permissionSet: String(field(row, 'PermissionSet.Name')),
      userId: String(row.AssigneeId),
    })),
    calloutUsers: principalId === undefined ? undefined : await readCalloutUsers(conn, principalId),
    users: new Map(asked.map((username) => [username, pickUser(rows.users.rows, username)])),
  };
};

/** The rights on User External Credentials that a permission set already gives. */
export const accessOf = ({ permissionSet }: HubLink): CredentialAccess | undefined => {
  const rights = (permissionSet?.body.objectPermissions ?? []) as Record<string, unknown>[];
  const own = rights.find(({ object }) => object === 'UserExternalCredential');
  if (!own) return undefined;
  return String(own.modifyAllRecords) === 'true' ? 'modify-all' : 'read';
};
