import { bothApis } from './description.ts';
import type { Description } from './description.ts';
import { groupsNow } from './groups.ts';
import { userPermissions } from './permissions.ts';
import type { UserPermission } from './permissions.ts';

const setup: UserPermission[] = ['ViewSetup', 'AssignPermissionSets', 'ManageUsers'];
const permissionSetWriters: UserPermission[] = ['ManageProfilesPermissionsets'];

const permissionFields = userPermissions.map((name) => `Permissions${name}`).join(' ');
const objectRights =
  'PermissionsCreate PermissionsRead PermissionsEdit PermissionsDelete PermissionsViewAllRecords PermissionsModifyAllRecords';

/** Permission sets, their groups, what they give and who has them. */
export const accessDescriptions: Record<string, Description> = {
  PermissionSet: {
    readers: setup,
    writers: permissionSetWriters,
    apis: bothApis,
    strings: 'Name Label Description NamespacePrefix Type',
    booleans: `IsOwnedByProfile IsCustom HasActivationRequired ${permissionFields}`,
    references: 'ProfileId LicenseId: PermissionSetGroupId',
    children:
      'Assignments:PermissionSetAssignment.PermissionSetId ObjectPerms:ObjectPermissions.ParentId ' +
      'SetupEntityAccessItems:SetupEntityAccess.ParentId',
    createable: `Name Label Description HasActivationRequired LicenseId ${permissionFields}`,
    required: 'Name Label',
    updateable: `Name Label Description HasActivationRequired ${permissionFields}`,
    deletable: true,
    unsimulated: 'LastReferencedDate LastViewedDate Permissions* UserLicenseId',
  },
  PermissionSetAssignment: {
    readers: setup,
    writers: ['AssignPermissionSets', 'ManageUsers'],
    booleans: 'IsActive',
    datetimes: 'ExpirationDate',
    references: 'AssigneeId:User PermissionSetId PermissionSetGroupId',
    system: 'SystemModstamp',
    createable: 'AssigneeId PermissionSetId PermissionSetGroupId ExpirationDate',
    required: 'AssigneeId',
    updateable: 'ExpirationDate',
    deletable: true,
    unsimulated:
      'IsRevoked LastCreatedByChangeDate LastCreatedByChangeId LastDeletedByChangeDate LastDeletedByChangeId',
  },
  PermissionSetGroup: {
    readers: setup,
    writers: permissionSetWriters,
    strings: 'DeveloperName MasterLabel Description Status NamespacePrefix',
    children:
      'Assignments:PermissionSetAssignment.PermissionSetGroupId ' +
      'PermissionSetGroupComponents:PermissionSetGroupComponent.PermissionSetGroupId',
    booleans: 'HasActivationRequired',
    createable: 'DeveloperName MasterLabel Description HasActivationRequired',
    required: 'DeveloperName MasterLabel',
    deletable: true,
    unsimulated: 'Language',
    view: groupsNow,
  },
  PermissionSetGroupComponent: {
    readers: setup,
    writers: permissionSetWriters,
    references: 'PermissionSetId PermissionSetGroupId',
    createable: 'PermissionSetId PermissionSetGroupId',
    required: 'PermissionSetId PermissionSetGroupId',
    deletable: true,
  },
  ObjectPermissions: {
    readers: setup,
    writers: permissionSetWriters,
    strings: 'SobjectType',
    booleans: objectRights,
    references: 'ParentId:PermissionSet',
    createable: `ParentId SobjectType ${objectRights}`,
    required: 'ParentId SobjectType',
    updateable: objectRights,
    deletable: true,
    unsimulated: 'PermissionsViewAllFields',
  },
  SetupEntityAccess: {
    readers: setup,
    writers: permissionSetWriters,
    strings: 'SetupEntityType',
    references: 'ParentId:PermissionSet SetupEntityId:',
    system: 'SystemModstamp',
    createable: 'ParentId SetupEntityId',
    required: 'ParentId SetupEntityId',
    deletable: true,
  },
};
