import type { Org, Row } from '../org.ts';
import { rows } from '../tables.ts';
import { setsOfGroup } from './groups.ts';

/** User permissions that the simulated org knows; `PermissionSet` has a field `Permissions<Name>` for each. */
export const userPermissions = [
  'ApiEnabled',
  'ApiUserOnly',
  'ApproveUninstalledConnectedApps',
  'AssignPermissionSets',
  'AuthorApex',
  'CustomizeApplication',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  'ExternalClientAppViewer',
  'InstallPackaging',
  'ManageAuthProviders',
  'ManageCertificates',
  'ManageInternalUsers',
  'ManageIpAddresses',
  'ManageNamedCredentials',
  'ManageProfilesPermissionsets',
  'ManageRemoteAccess',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'MonitorLoginHistory',
  'RunFlow',
  'UseAnyApiClient',
  'ViewAllData',
  'ViewSetup',
] as const;

export type UserPermission = (typeof userPermissions)[number];

/**
 * Ids of the permission sets that count for a user: assigned ones, those of assigned groups, the profile's own.
 * Object Reference, PermissionSetAssignment: each user has a row for the permission set that the profile owns.
 */
export const permissionSetIds = (org: Org, userId: string): Set<string> => {
  const now = org.settings.now();
  const assignments = rows(org, 'PermissionSetAssignment').filter(
    (row) =>
      row.AssigneeId === userId &&
      (typeof row.ExpirationDate !== 'string' || Date.parse(row.ExpirationDate) > now)
  );
  const direct = assignments.map((row) => row.PermissionSetId);
  const groups = new Set(assignments.map((row) => row.PermissionSetGroupId));
  const grouped = rows(org, 'PermissionSetGroup')
    .filter((row) => groups.has(row.Id))
    .flatMap((row) => setsOfGroup(org, row));
  return new Set([...direct, ...grouped].filter((id) => typeof id === 'string'));
};

/** Whether some permission set of the user grants a user permission. */
export const hasPermission = (org: Org, userId: string, permission: UserPermission): boolean => {
  const ids = permissionSetIds(org, userId);
  return rows(org, 'PermissionSet').some(
    (set) => ids.has(set.Id) && set[`Permissions${permission}`] === true
  );
};

/** Whether some permission set of the user gives access to an app or a principal. */
export const hasSetupEntityAccess = (org: Org, userId: string, setupEntityId: string): boolean => {
  const ids = permissionSetIds(org, userId);
  return rows(org, 'SetupEntityAccess').some(
    (access) => access.SetupEntityId === setupEntityId && ids.has(String(access.ParentId))
  );
};

/** Whether some permission set of the user grants a right on an object, e.g. `PermissionsRead`. */
export const hasObjectPermission = (org: Org, userId: string, sobject: string, right: string): boolean => {
  const ids = permissionSetIds(org, userId);
  return rows(org, 'ObjectPermissions').some(
    (row) => row.SobjectType === sobject && ids.has(String(row.ParentId)) && row[right] === true
  );
};

/** The one row of `UserPermissionAccess`: what the asking user may do (Object Reference, UserPermissionAccess). */
export const userPermissionAccess = (org: Org, userId: string): Row => ({
  Id: '000000000000000AAA',
  ...Object.fromEntries(
    userPermissions.map((name) => [`Permissions${name}`, hasPermission(org, userId, name)])
  ),
});
