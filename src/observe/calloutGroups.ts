import { isSameName, withoutNamespace } from '../names.ts';
import { isOwn } from '../org/assign.ts';
import { field, type QueryOutcome, type QueryRow, soqlList } from '../org/query.ts';
import { namesUser } from '../org/users.ts';

/** A permission set group of a hub: whoever holds it may call, if the link's permission set is one of its own. */
export type CalloutGroup = {
  id: string;
  /** API name; with the prefix of the package that brought it. */
  name: string;
  /** `Updated`, or what keeps it from giving what it holds: `Outdated`, `Updating`, `Failed`. */
  status: string;
  /** Whether it gives something only in sessions in which it is activated. */
  needsSession: boolean;
  /** How many permission sets it holds. */
  size: number;
  /** Whether it has active members whose licence can't hold Modify All. */
  isLimited: boolean;
};

/** A permission set of the link in a group, with the id of the row that joins them. */
export type Joined = { permissionSet: string; groupId: string; id: string };

/** What a hub holds of the groups that were asked for. */
export type CalloutGroups = {
  /** By the name they were asked for with. */
  groups: Map<string, CalloutGroup | undefined>;
  joined: Joined[];
  /** Active users who hold one of the groups that are to let nobody call any more. */
  members: { groupId: string; userId: string }[];
};

/** Where nobody asks for groups. */
export const noGroups: CalloutGroups = { groups: new Map(), joined: [], members: [] };

/** Most permission sets of a group. Source: Salesforce Help, perm_set_groups_considerations. */
export const mostSets = 100;

/** Prefix and API name of a group, e.g. of `pkg__Callers`. */
const split = (name: string): { prefix?: string; own: string } => {
  const at = name.indexOf('__');
  return at < 0 ? { own: name } : { prefix: name.slice(0, at), own: name.slice(at + 2) };
};

const ofGroups = (names: string[]): string =>
  `PermissionSetGroup.DeveloperName IN ${soqlList(names.map((name) => split(name).own))}`;

const memberRows = 'FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND ';

/**
 * SOQL for what `readGroups` reads; nothing where nobody asked for a group. Source: Object Reference, PermissionSetGroup,
 * PermissionSetGroupComponent, PermissionSetAssignment.
 * @param asked users and groups by name
 * @param leaving those of them whose members are looked at
 */
export const groupQueries = (asked: string[], leaving: string[]): Record<string, string> => {
  const names = asked.filter((name) => !namesUser(name));
  const left = leaving.filter((name) => !namesUser(name));
  if (names.length === 0) return {};
  return {
    groups: `SELECT Id, DeveloperName, NamespacePrefix, Status, HasActivationRequired FROM PermissionSetGroup WHERE DeveloperName IN ${soqlList(names.map((name) => split(name).own))}`,
    components: `SELECT Id, PermissionSet.Name, PermissionSet.NamespacePrefix, PermissionSetGroupId FROM PermissionSetGroupComponent WHERE ${ofGroups(names)}`,
    limited: `SELECT PermissionSetGroupId, COUNT(Id) ${memberRows}Assignee.UserType != 'Standard' AND ${ofGroups(names)} GROUP BY PermissionSetGroupId`,
    ...(left.length > 0
      ? { members: `SELECT AssigneeId, PermissionSetGroupId ${memberRows}${ofGroups(left)}` }
      : {}),
  };
};

const rowsIn = (outcome: QueryOutcome | undefined): QueryRow[] => outcome?.rows ?? [];

/**
 * Pure: the groups that were asked for. One without a prefix is the org's own.
 * @param sets names of the link's permission sets
 */
export const readGroups = (
  answers: Partial<Record<string, QueryOutcome>>,
  asked: string[],
  sets: string[],
  namespace: string | undefined
): CalloutGroups => {
  const components = rowsIn(answers.components);
  const isOf =
    (group: QueryRow) =>
    ({ PermissionSetGroupId }: QueryRow): boolean =>
      PermissionSetGroupId === group.Id;
  const pick = (name: string): CalloutGroup | undefined => {
    const { prefix, own } = split(withoutNamespace(name, namespace));
    const row = rowsIn(answers.groups).find(
      ({ DeveloperName, NamespacePrefix }) =>
        isSameName(String(DeveloperName), own) &&
        (prefix === undefined
          ? isOwn(NamespacePrefix, namespace)
          : isSameName(prefix, String(NamespacePrefix)))
    );
    if (!row) return undefined;
    return {
      id: String(row.Id),
      name: `${prefix === undefined ? '' : `${String(row.NamespacePrefix)}__`}${String(row.DeveloperName)}`,
      status: String(row.Status),
      needsSession: row.HasActivationRequired === true,
      size: components.filter(isOf(row)).length,
      isLimited: rowsIn(answers.limited).some(isOf(row)),
    };
  };
  const isOurs = (row: QueryRow): boolean =>
    sets.some((set) => isSameName(set, String(field(row, 'PermissionSet.Name')))) &&
    isOwn(field(row, 'PermissionSet.NamespacePrefix'), namespace);
  return {
    groups: new Map(asked.filter((name) => !namesUser(name)).map((name) => [name, pick(name)])),
    joined: components.filter(isOurs).map((row) => ({
      permissionSet: String(field(row, 'PermissionSet.Name')),
      groupId: String(row.PermissionSetGroupId),
      id: String(row.Id),
    })),
    members: rowsIn(answers.members).map((row) => ({
      groupId: String(row.PermissionSetGroupId),
      userId: String(row.AssigneeId),
    })),
  };
};
