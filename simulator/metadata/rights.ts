import { hasPermission } from '../data/permissions.ts';
import type { UserPermission } from '../data/permissions.ts';
import type { Org } from '../org.ts';
import { MetadataProblem } from './problem.ts';

/**
 * Permissions of which one is needed to write a type, beside those for the Metadata API itself: "Permission that
 * enables use of the feature supported by the metadata" (Metadata API Developer Guide, "Metadata API Edit Access").
 * Salesforce Help, "User Permissions Needed" of certificates, remote sites, named credentials (nc_create_edit_*),
 * connected apps, permission sets and external client apps.
 */
const writers: Record<string, UserPermission[]> = {
  Certificate: ['CustomizeApplication', 'ManageCertificates'],
  ConnectedApp: ['CustomizeApplication', 'ManageRemoteAccess'],
  ExternalClientApplication: ['ExternalClientAppDeveloper'],
  ExternalCredential: ['ManageNamedCredentials', 'CustomizeApplication'],
  ExternalServiceRegistration: ['CustomizeApplication'],
  ExtlClntAppConfigurablePolicies: ['ExternalClientAppAdmin'],
  ExtlClntAppGlobalOauthSettings: ['ExternalClientAppDeveloper'],
  ExtlClntAppOauthConfigurablePolicies: ['ExternalClientAppAdmin'],
  ExtlClntAppOauthSecuritySettings: ['ExternalClientAppDeveloper'],
  ExtlClntAppOauthSettings: ['ExternalClientAppDeveloper'],
  NamedCredential: ['ManageNamedCredentials', 'CustomizeApplication'],
  PermissionSet: ['ManageProfilesPermissionsets'],
  RemoteSiteSetting: ['CustomizeApplication', 'ModifyAllData'],
};

/**
 * Refuses to let a user write a type; how Salesforce words it for a component is not recorded.
 * @throws MetadataProblem
 */
export const requireWriter = (org: Org, userId: string, type: string): void => {
  const needed = writers[type];
  if (!needed || needed.some((permission) => hasPermission(org, userId, permission))) return;
  throw new MetadataProblem('INSUFFICIENT_ACCESS', `insufficient access rights on entity: ${type}`);
};
