import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { type CredentialAccess, readOnlyName } from '../metadata/hub.ts';
import { isSameName, withoutNamespace } from '../names.ts';
import { credentialNamed } from './find.ts';
import { hasEnded, isOwn } from '../org/assign.ts';
import { readPrincipals } from '../org/credentials.ts';
import { readComponents } from '../org/metadata.ts';
import { field, queries, soqlList } from '../org/query.ts';
import { frozenQuery, type OrgUser, pickUser, usersQuery } from '../org/users.ts';
import { type CalloutGroups, groupQueries, readGroups } from './calloutGroups.ts';
import { assignments, type CalloutUser, readCalloutUsers } from './calloutUsers.ts';
import type { HubState } from './hub.ts';

/** An assignment of one of the link's permission sets, with its id. */
export type Assigned = { permissionSet: string; userId: string; id: string };

/** What a hub holds of one link, besides its credentials. */
export type HubLink = CalloutGroups & {
  permissionSet?: Component;
  /** The one for users whose licence can't hold Modify All. */
  readOnlySet?: Component;
  /** Assignments of the link's permission sets. */
  assigned: Assigned[];
  /** Such assignments that have ended. */
  ended: Assigned[];
  /** Who may use one of the link's principals; undefined when the hub does not tell. */
  calloutUsers?: CalloutUser[];
  /** Who could until their assignments ended. */
  formerUsers?: CalloutUser[];
  /** Permission set groups that let their members in, members or not. */
  openGroups?: { id: string; name: string }[];
  /** The users that were asked for, by the name they were asked for with. */
  users: Map<string, OrgUser | undefined>;
};

/** Groups that hold a permission set which carries one of some principals. */
const openGroupsOf = ({ access }: HubState, principalIds: string[]): HubLink['openGroups'] =>
  access?.groups.flatMap(({ groupId, setId, name }) =>
    name !== undefined &&
    access.carriers.some((one) => one.setId === setId && principalIds.includes(one.principalId))
      ? [{ id: groupId, name }]
      : []
  );

/**
 * Looks at what belongs to one link of a hub; changes nothing.
 * @param name of the link
 * @param asked users by username, or the system users by name; permission set groups by API name
 * @param now assignments that ended before count no more
 * @param leaving those of the asked who are not to call any more
 */
export const observeHubLink = async (
  conn: Connection,
  hub: HubState,
  name: string,
  asked: string[],
  now: Date,
  leaving: string[] = []
): Promise<HubLink> => {
  const { namespace } = hub.org;
  const sets = [name, readOnlyName(name)];
  const told = [...sets, ...(namespace === undefined ? [] : sets.map((set) => `${namespace}__${set}`))];
  const credential = credentialNamed(hub, name);
  const [components, rows, principals] = await Promise.all([
    readComponents(conn, 'PermissionSet', told),
    queries<string>(conn, {
      assigned: `${assignments} WHERE PermissionSet.Name IN ${soqlList(sets)}`,
      users: usersQuery(asked),
      frozen: frozenQuery(asked),
      ...groupQueries(asked, leaving),
    }),
    credential && readPrincipals(conn, credential.name, namespace),
  ]);
  const own = rows.assigned.rows.filter((row) =>
    isOwn(field(row, 'PermissionSet.NamespacePrefix'), namespace)
  );
  const wanted = [...(credential?.principals ?? []), ...(credential?.perUserPrincipals ?? [])];
  const ids = principals?.flatMap((other) => (wanted.includes(other.name) ? [other.id] : []));
  const named = (set: string): Component | undefined =>
    components
      .map((component) => ({ ...component, fullName: withoutNamespace(component.fullName, namespace) }))
      .find(({ fullName }) => isSameName(fullName, set));
  const callers = ids && hub.access && (await readCalloutUsers(conn, hub.access, ids, own));
  const isOver = ({ until }: CalloutUser): boolean => hasEnded(until, now);
  const assigned = own.map((row) => ({
    permissionSet: String(field(row, 'PermissionSet.Name')),
    userId: String(row.AssigneeId),
    id: String(row.Id),
    isOver: hasEnded(row.ExpirationDate, now),
  }));
  return {
    ...readGroups(rows, asked, sets, namespace),
    permissionSet: named(sets[0]),
    readOnlySet: named(sets[1]),
    assigned: assigned.filter((one) => !one.isOver),
    ended: assigned.filter((one) => one.isOver),
    calloutUsers: callers?.filter((user) => !isOver(user)),
    formerUsers: callers?.filter(isOver),
    openGroups: openGroupsOf(hub, ids ?? []),
    users: new Map(
      asked.map((username) => [username, pickUser(rows.users.rows, username, rows.frozen.rows)])
    ),
  };
};

/** The rights on User External Credentials that a permission set already gives. */
export const accessOf = ({ permissionSet }: HubLink): CredentialAccess | undefined => {
  const rights = (permissionSet?.body.objectPermissions ?? []) as Record<string, unknown>[];
  const own = rights.find(({ object }) => object === 'UserExternalCredential');
  if (!own) return undefined;
  return String(own.modifyAllRecords) === 'true' ? 'modify-all' : 'read';
};
