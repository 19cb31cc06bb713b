import type { Org, Row } from '../org.ts';
import { rows } from '../tables.ts';
import { userPermissions, userPermissionAccess } from './permissions.ts';
import type { UserPermission } from './permissions.ts';

export type Api = 'data' | 'tooling';
export type FieldType = 'id' | 'string' | 'boolean' | 'int' | 'datetime' | 'reference';

/** An sObject in short; lists are words with spaces between. */
export type Description = {
  apis?: Api[];
  strings?: string;
  booleans?: string;
  ints?: string;
  datetimes?: string;
  /** `Field` refers to the sObject of that name, `Field:SObject` to another one, `Field:` to several. */
  references?: string;
  createable?: string;
  required?: string;
  updateable?: string;
  deletable?: boolean;
  /** Permissions of which one is needed to see the rows; none: everybody. */
  readers?: UserPermission[];
  /** Permissions of which one is needed to write rows. */
  writers?: UserPermission[];
  /** Rows that are computed instead of stored. */
  view?: (org: Org, userId: string) => Row[];
};

const both: Api[] = ['data', 'tooling'];
const setup: UserPermission[] = ['ViewSetup', 'AssignPermissionSets', 'ManageUsers'];
const permissionSetWriters: UserPermission[] = ['ManageProfilesPermissionsets'];

const permissionFields = userPermissions.map((name) => `Permissions${name}`).join(' ');
const objectRights =
  'PermissionsCreate PermissionsRead PermissionsEdit PermissionsDelete PermissionsViewAllRecords PermissionsModifyAllRecords';
const userFields = 'Username FirstName LastName Email Alias LanguageLocaleKey LocaleSidKey TimeZoneSidKey';

const certificates = (org: Org): Row[] =>
  rows(org, 'Certificate').filter((row) => org.certificates.has(String(row.DeveloperName)));

/**
 * The sObjects that the simulated org has, with the fields that its types need. Object Reference and Tooling API
 * reference; `ExternalClientApplication` and `SetupEntityAccess` are not in the Tooling API, `Certificate` and
 * `ExternalCredential` are only there.
 */
export const descriptions: Record<string, Description> = {
  Organization: {
    apis: both,
    strings: 'Name InstanceName NamespacePrefix OrganizationType LanguageLocaleKey',
    booleans: 'IsSandbox',
    datetimes: 'TrialExpirationDate',
  },
  User: {
    writers: ['ManageUsers', 'ManageInternalUsers'],
    apis: both,
    strings: `Name UserType EmailEncodingKey ${userFields}`,
    booleans: 'IsActive',
    datetimes: 'LastLoginDate',
    references: 'ProfileId',
    createable: `EmailEncodingKey IsActive ProfileId ${userFields}`,
    required:
      'Username LastName Email Alias ProfileId LanguageLocaleKey LocaleSidKey TimeZoneSidKey EmailEncodingKey',
    updateable: `EmailEncodingKey IsActive ProfileId ${userFields}`,
  },
  UserLogin: {
    booleans: 'IsFrozen IsPasswordLocked',
    references: 'UserId',
    updateable: 'IsFrozen',
    writers: ['ManageUsers'],
  },
  Profile: { apis: both, strings: 'Name UserType Description', references: 'UserLicenseId' },
  UserLicense: { strings: 'Name MasterLabel' },
  PermissionSet: {
    readers: setup,
    writers: permissionSetWriters,
    apis: both,
    strings: 'Name Label Description NamespacePrefix Type',
    booleans: `IsOwnedByProfile IsCustom HasActivationRequired ${permissionFields}`,
    references: 'ProfileId LicenseId: PermissionSetGroupId',
    createable: `Name Label Description HasActivationRequired LicenseId ${permissionFields}`,
    required: 'Name Label',
    updateable: `Name Label Description HasActivationRequired ${permissionFields}`,
    deletable: true,
  },
  PermissionSetAssignment: {
    readers: setup,
    writers: ['AssignPermissionSets', 'ManageUsers'],
    booleans: 'IsActive',
    datetimes: 'ExpirationDate',
    references: 'AssigneeId:User PermissionSetId PermissionSetGroupId',
    createable: 'AssigneeId PermissionSetId PermissionSetGroupId ExpirationDate',
    required: 'AssigneeId',
    updateable: 'ExpirationDate',
    deletable: true,
  },
  PermissionSetGroup: {
    readers: setup,
    writers: permissionSetWriters,
    strings: 'DeveloperName MasterLabel Description Status NamespacePrefix',
    createable: 'DeveloperName MasterLabel Description',
    required: 'DeveloperName MasterLabel',
    deletable: true,
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
  },
  SetupEntityAccess: {
    readers: setup,
    writers: permissionSetWriters,
    strings: 'SetupEntityType',
    references: 'ParentId:PermissionSet SetupEntityId:',
    createable: 'ParentId SetupEntityId',
    required: 'ParentId SetupEntityId',
    deletable: true,
  },
  UserPermissionAccess: {
    booleans: permissionFields,
    view: (org, userId) => [userPermissionAccess(org, userId)],
  },
  ExternalClientApplication: {
    readers: ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer'],
    strings: 'DeveloperName MasterLabel Description ContactEmail DistributionState NamespacePrefix',
  },
  ExtlClntAppOauthSettings: {
    readers: ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer'],
    strings: 'DeveloperName MasterLabel',
    references: 'ExternalClientApplicationId',
  },
  ExtlClntAppOauthPlcyCnfg: {
    readers: ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer'],
    strings:
      'DeveloperName MasterLabel PermittedUsersPolicyType IpRelaxationPolicyType RefreshTokenPolicyType ' +
      'RefreshTokenValidityUnit RequiredSessionLevel',
    ints: 'RefreshTokenValidityPeriod',
    references: 'ExternalClientApplicationId',
  },
  ConnectedApplication: {
    readers: ['ViewSetup'],
    apis: both,
    strings: 'Name',
    booleans: 'OptionsAllowAdminApprovedUsersOnly',
    ints: 'RefreshTokenValidityPeriod',
  },
  NamedCredential: {
    apis: both,
    strings: 'DeveloperName MasterLabel NamespacePrefix Endpoint',
    readers: ['ViewSetup'],
  },
  ExternalCredential: {
    readers: ['ViewSetup'],
    apis: ['tooling'],
    strings: 'DeveloperName MasterLabel NamespacePrefix AuthenticationProtocol',
  },
  Certificate: {
    readers: ['ViewSetup'],
    apis: ['tooling'],
    strings: 'DeveloperName MasterLabel CertificateChain',
    booleans: 'OptionsIsCaSigned OptionsIsPrivateKeyExportable OptionsIsUnusable',
    ints: 'KeySize',
    datetimes: 'ExpirationDate',
    view: certificates,
  },
  LoginHistory: {
    readers: ['ManageUsers', 'MonitorLoginHistory'],
    strings: 'LoginType Status Application SourceIp LoginUrl',
    datetimes: 'LoginTime',
    references: 'UserId',
  },
};
