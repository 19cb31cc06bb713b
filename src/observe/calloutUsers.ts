import type { Connection } from '@salesforce/core';
import { chunks } from '../org/chunks.ts';
import { field, queries, type QueryRow, soqlList } from '../org/query.ts';
import { type Giver, type Grant, type HubAccess, type Rights, sumOf } from './hubAccess.ts';

/** What lets a user use a principal. */
export type Way = { kind: 'permissionSet' | 'group' | 'profile'; name: string };

/** A user who may use a principal of an external credential, whatever gives it. */
export type CalloutUser = {
  userId: string;
  username: string;
  userType?: string;
  /** Rights on User External Credentials, from whatever the user holds; undefined when the hub does not tell. */
  rights?: Rights;
  /** Everything that gives it. */
  ways?: Way[];
  /** When the last assignment that gives it ends, where all of them do. */
  until?: string;
  /** Permission set groups without which the user would have less, and in which something is muted. */
  mutedIn?: string[];
};

const grantOf = (row: QueryRow): Grant => ({
  setId: (row.PermissionSetId ?? undefined) as string | undefined,
  groupId: (row.PermissionSetGroupId ?? undefined) as string | undefined,
});

const unique = (ids: (string | undefined)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];

const groupsOf = (givers: Giver[], { groups }: HubAccess): string[] => {
  const sets = givers.map(({ setId }) => setId);
  const holding = groups.filter(({ setId }) => sets.includes(setId));
  return unique([...givers, ...holding].map(({ groupId }) => groupId));
};

/** A condition on assignments: of these permission sets, or of groups that hold them. */
const assignedAny = (givers: Giver[], access: HubAccess): string => {
  const ofSets = `PermissionSetId IN ${soqlList(unique(givers.map(({ setId }) => setId)))}`;
  const groupIds = groupsOf(givers, access);
  return groupIds.length === 0 ? ofSets : `(${ofSets} OR PermissionSetGroupId IN ${soqlList(groupIds)})`;
};

/** SOQL for assignments, to which a condition is added. */
export const assignments =
  'SELECT Id, AssigneeId, Assignee.Username, Assignee.UserType, Assignee.IsActive, PermissionSet.Name, PermissionSet.NamespacePrefix, PermissionSet.Profile.Name, PermissionSetId, PermissionSetGroupId, ' +
  'PermissionSetGroup.DeveloperName, ExpirationDate FROM PermissionSetAssignment';

/** As many users as one query names, and as many queries as one request holds. */
const perQuery = 200;
const perRequest = 25;

/** What else users hold that gives rights on User External Credentials. */
const readFurther = async (conn: Connection, access: HubAccess, userIds: string[]): Promise<QueryRow[]> => {
  if (userIds.length === 0 || !access.rights?.length) return [];
  const condition = assignedAny(access.rights, access);
  const answers = await queries(
    conn,
    Object.fromEntries(
      chunks(userIds, perQuery).map((ids, i) => [
        i,
        `${assignments} WHERE AssigneeId IN ${soqlList(ids)} AND ${condition}`,
      ])
    )
  );
  return Object.values(answers).flatMap(({ rows }) => rows);
};

const wayOf = (row: QueryRow): Way => {
  const group = field(row, 'PermissionSetGroup.DeveloperName');
  if (typeof group === 'string') return { kind: 'group', name: group };
  const profile = field(row, 'PermissionSet.Profile.Name');
  if (typeof profile === 'string') return { kind: 'profile', name: profile };
  return { kind: 'permissionSet', name: String(field(row, 'PermissionSet.Name')) };
};

/** When access ends that assignments give: never, or with the last of them. */
const untilOf = (rows: QueryRow[]): string | undefined => {
  const ends = rows.map(({ ExpirationDate }) => ExpirationDate as string | null | undefined);
  const last = ends.flatMap((end) => end ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  return ends.some((end) => typeof end !== 'string') ? undefined : last.at(-1);
};

/** Muting permission sets stand among the components of a group; theirs is the key prefix `0QM`. */
const isMuting = ({ PermissionSetId }: QueryRow): boolean => /^0QM/.test(String(PermissionSetId));

const byAssignee = (rows: QueryRow[]): Map<string, QueryRow[]> => {
  const users = new Map<string, QueryRow[]>();
  for (const row of rows) {
    const known = users.get(String(row.AssigneeId));
    if (known) known.push(row);
    else users.set(String(row.AssigneeId), [row]);
  }
  return users;
};

/** Assignments that give a principal to somebody active, and the groups in which something is muted. */
type Callers = { rows: QueryRow[]; muting: Set<string> };

/** What is known of the callers already: all, where nothing but the link's own permission sets carries the principal. */
const knownCallers = (rows: QueryRow[], access: HubAccess, carriers: Giver[]): Callers | undefined => {
  const isWhole =
    groupsOf(carriers, access).length === 0 &&
    carriers.every(({ setId }) => rows.some(({ PermissionSetId }) => PermissionSetId === setId));
  const giving = rows.filter(({ PermissionSetId }) =>
    carriers.some(({ setId }) => setId === PermissionSetId)
  );
  const active = giving.filter((row) => field(row, 'Assignee.IsActive') === true);
  return isWhole ? { rows: active, muting: new Set() } : undefined;
};

const readCallers = async (
  conn: Connection,
  access: HubAccess,
  carriers: Giver[]
): Promise<Callers | undefined> => {
  const groupIds = groupsOf([...carriers, ...(access.rights ?? [])], access);
  const soql: Record<string, string> = {
    callers: `${assignments} WHERE ${assignedAny(carriers, access)} AND Assignee.IsActive = true`,
  };
  if (groupIds.length > 0)
    soql.members = `SELECT PermissionSetGroupId, PermissionSetId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN ${soqlList(groupIds)}`;
  const { callers, members } = await queries(conn, soql);
  const muted = (members?.rows ?? []).filter(isMuting);
  if (callers.error) return undefined;
  return {
    rows: callers.rows,
    muting: new Set(muted.map(({ PermissionSetGroupId }) => String(PermissionSetGroupId))),
  };
};

/**
 * Everybody active who may use one of some principals, with what rights: through permission sets, profiles and
 * permission set groups that carry it. No request where the link's own permission sets give everything; a second one
 * where somebody's rights come from elsewhere. Source: Salesforce Help, nc_user_external_credentials_permissions.
 * @param known assignments of the link's own permission sets
 * @returns undefined when the hub does not tell
 */
export const readCalloutUsers = async (
  conn: Connection,
  access: HubAccess,
  principalIds: string[],
  known: QueryRow[]
): Promise<CalloutUser[] | undefined> => {
  const carriers = access.carriers.filter(({ principalId }) => principalIds.includes(principalId));
  if (carriers.length === 0) return [];
  const sumIn =
    ({ muting }: Callers) =>
    (rows: QueryRow[]): ReturnType<typeof sumOf> =>
      sumOf(rows.map(grantOf), access, principalIds, muting);
  const openIn =
    (callers: Callers) =>
    (rows: QueryRow[]): boolean => {
      const { rights, mutedIn } = sumIn(callers)(rows);
      return rights !== 'modify-all' || mutedIn.length > 0;
    };
  const own = knownCallers(known, access, carriers);
  const isSettled = own && ![...byAssignee(own.rows).values()].some(openIn(own));
  const found = isSettled ? own : await readCallers(conn, access, carriers);
  if (!found) return undefined;
  const users = byAssignee(found.rows);
  const [sum, isOpen] = [sumIn(found), openIn(found)];
  const open = [...users].flatMap(([id, rows]) => (isOpen(rows) ? [id] : [])).slice(0, perQuery * perRequest);
  const further = byAssignee(await readFurther(conn, access, open));
  return [...users].map(([userId, rows]) => {
    const all = [...rows, ...(further.get(userId) ?? [])];
    const { rights, mutedIn } = sum(all);
    const groupName = (id: string): string =>
      String(
        field(
          all.find((row) => row.PermissionSetGroupId === id),
          'PermissionSetGroup.DeveloperName'
        )
      );
    return {
      userId,
      username: String(field(rows[0], 'Assignee.Username')),
      userType: field(rows[0], 'Assignee.UserType') as string | undefined,
      rights: rights === 'modify-all' || open.includes(userId) ? rights : undefined,
      ways: rows.map(wayOf),
      until: untilOf(rows),
      mutedIn: mutedIn.map(groupName),
    };
  });
};
