import { userPermissions } from './permissions.ts';
import type { UserPermission } from './permissions.ts';

export type License = {
  name: string;
  /** Whether a user with it may hold Modify All on User External Credentials through a licence-free permission set. */
  modifyAll: boolean;
};

/**
 * User licences (Salesforce Help, "User Licenses"). Which of them can hold Modify All on User External Credentials is
 * not documented: only full internal ones can here.
 */
export const licenses: License[] = [
  { name: 'Salesforce', modifyAll: true },
  { name: 'Salesforce Platform', modifyAll: true },
  { name: 'Salesforce Integration', modifyAll: true },
  { name: 'Chatter Free', modifyAll: false },
  { name: 'Guest User License', modifyAll: false },
];

export type Profile = {
  name: string;
  license: string;
  userType: string;
  permissions: readonly UserPermission[];
  /** Whether the profile comes with full rights on User External Credentials. */
  userExternalCredentials: boolean;
};

/**
 * Standard profiles. Rights on User External Credentials: "Most standard permission sets and profiles have access by
 * default" (Salesforce Help, nc_user_external_credentials); only the administrator's has Modify All here.
 */
export const profiles: Profile[] = [
  {
    name: 'System Administrator',
    license: 'Salesforce',
    userType: 'Standard',
    permissions: userPermissions.filter((name) => name !== 'ApiUserOnly'),
    userExternalCredentials: true,
  },
  {
    name: 'Standard User',
    license: 'Salesforce',
    userType: 'Standard',
    permissions: ['ApiEnabled', 'RunFlow', 'ViewSetup'],
    userExternalCredentials: false,
  },
  {
    name: 'Minimum Access - Salesforce',
    license: 'Salesforce',
    userType: 'Standard',
    permissions: [],
    userExternalCredentials: false,
  },
  {
    name: 'Minimum Access - API Only Integrations',
    license: 'Salesforce Integration',
    userType: 'Standard',
    permissions: ['ApiEnabled', 'ApiUserOnly'],
    userExternalCredentials: false,
  },
  {
    name: 'Chatter Free User',
    license: 'Chatter Free',
    userType: 'CsnOnly',
    permissions: [],
    userExternalCredentials: false,
  },
];
