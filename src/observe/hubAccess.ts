import { field, type QueryOutcome, type QueryRow } from '../org/query.ts';

/** What somebody may do with the object User External Credentials, where Salesforce keeps the token. */
export type Rights = 'modify-all' | 'read' | 'none';

/** A permission set that gives something, as itself, as a profile's own, or as the sum of a permission set group. */
export type Giver = { setId: string; groupId?: string };

/** Which permission sets of a hub carry principals, and which give rights on User External Credentials. */
export type HubAccess = {
  carriers: (Giver & { principalId: string })[];
  /** Undefined when the hub does not tell. */
  rights?: (Giver & { rights: Rights })[];
  /** Groups that hold such a permission set; with the API name where the set carries a principal. */
  groups: { groupId: string; setId: string; name?: string }[];
};

const ofPrincipals = "SetupEntityAccess WHERE SetupEntityType = 'ExternalCredentialParameter'";
const ofObject = "ObjectPermissions WHERE SobjectType = 'UserExternalCredential'";
const components = 'SELECT PermissionSetGroupId, PermissionSetId FROM PermissionSetGroupComponent';

/**
 * SOQL for what `readAccess` reads. Source: Object Reference, SetupEntityAccess (`ExternalCredentialParameter`),
 * ObjectPermissions (of a group's sum: `Parent.PermissionSetGroupId`), PermissionSetGroupComponent.
 */
export const accessQueries = {
  carriers: `SELECT ParentId, Parent.PermissionSetGroupId, SetupEntityId FROM ${ofPrincipals}`,
  objectRights: `SELECT ParentId, Parent.PermissionSetGroupId, PermissionsRead, PermissionsModifyAllRecords FROM ${ofObject}`,
  carrierGroups: `SELECT PermissionSetGroupId, PermissionSetId, PermissionSetGroup.DeveloperName FROM PermissionSetGroupComponent WHERE PermissionSetId IN (SELECT ParentId FROM ${ofPrincipals})`,
  rightGroups: `${components} WHERE PermissionSetId IN (SELECT ParentId FROM ${ofObject})`,
};
export type AccessAnswers = Record<keyof typeof accessQueries, QueryOutcome>;

const giver = (row: QueryRow): Giver => ({
  setId: String(row.ParentId),
  groupId: (field(row, 'Parent.PermissionSetGroupId') ?? undefined) as string | undefined,
});

const rightsIn = ({ PermissionsRead, PermissionsModifyAllRecords }: QueryRow): Rights => {
  if (PermissionsModifyAllRecords === true) return 'modify-all';
  return PermissionsRead === true ? 'read' : 'none';
};

/** Pure. @returns undefined when the hub does not tell which permission sets carry principals */
export const readAccess = (answers: AccessAnswers): HubAccess | undefined => {
  const { carriers, objectRights, carrierGroups, rightGroups } = answers;
  if (carriers.error) return undefined;
  return {
    carriers: carriers.rows.map((row) => ({ ...giver(row), principalId: String(row.SetupEntityId) })),
    rights: objectRights.error
      ? undefined
      : objectRights.rows.map((row) => ({ ...giver(row), rights: rightsIn(row) })),
    groups: [...carrierGroups.rows, ...rightGroups.rows].map((row) => ({
      groupId: String(row.PermissionSetGroupId),
      setId: String(row.PermissionSetId),
      name: (field(row, 'PermissionSetGroup.DeveloperName') ?? undefined) as string | undefined,
    })),
  };
};

/** What a user holds: a permission set, or a group. */
export type Grant = { setId?: string; groupId?: string };

/** Whether a grant gives what some permission sets give; `unsure` where something is muted in the group that gives it. */
const gives = (
  { setId, groupId }: Grant,
  givers: Giver[],
  { groups }: HubAccess,
  muting: Set<string>
): 'sure' | 'unsure' | 'no' => {
  const isGiver = (id: string | undefined): boolean => givers.some((one) => one.setId === id);
  if (setId !== undefined && isGiver(setId)) return 'sure';
  if (groupId === undefined) return 'no';
  // The sum of a group has what is muted taken out of it already.
  if (givers.some((one) => one.groupId === groupId)) return 'sure';
  if (!groups.some((one) => one.groupId === groupId && isGiver(one.setId))) return 'no';
  return muting.has(groupId) ? 'unsure' : 'sure';
};

/**
 * Pure: what a user's permission sets and groups come to.
 * @param muting ids of groups in which something is muted
 * @returns the rights, and the ids of muting groups that they or the principal depend on
 */
export const sumOf = (
  grants: Grant[],
  access: HubAccess,
  principalIds: string[],
  muting: Set<string>
): { rights?: Rights; mutedIn: string[] } => {
  const from = (givers: Giver[]): { is: boolean; muted: string[] } => {
    const found = grants.map((grant) => ({ grant, given: gives(grant, givers, access, muting) }));
    const unsure = found.flatMap(({ grant, given }) =>
      given === 'unsure' && grant.groupId ? [grant.groupId] : []
    );
    const isSure = found.some(({ given }) => given === 'sure');
    return { is: isSure || unsure.length > 0, muted: isSure ? [] : unsure };
  };
  const principal = from(access.carriers.filter(({ principalId }) => principalIds.includes(principalId)));
  if (!access.rights) return { mutedIn: principal.muted };
  const all = from(access.rights.filter(({ rights }) => rights === 'modify-all'));
  const some = from(access.rights.filter(({ rights }) => rights !== 'none'));
  const level = all.is ? all : some;
  return {
    rights: all.is ? 'modify-all' : some.is ? 'read' : 'none',
    mutedIn: [...new Set([...principal.muted, ...level.muted])],
  };
};
