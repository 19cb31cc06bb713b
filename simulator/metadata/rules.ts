import type { TypeRules } from './typeRules.ts';
import { certificate } from './types/certificate.ts';
import { connectedApp } from './types/connectedApp.ts';
import { externalClientApplication } from './types/externalClientApplication.ts';
import { externalCredential } from './types/externalCredential.ts';
import { externalServiceRegistration } from './types/externalServiceRegistration.ts';
import { extlClntAppConfigurablePolicies } from './types/extlClntAppConfigurablePolicies.ts';
import { extlClntAppGlobalOauthSettings } from './types/extlClntAppGlobalOauthSettings.ts';
import { extlClntAppOauthPolicies } from './types/extlClntAppOauthPolicies.ts';
import { extlClntAppOauthSecuritySettings } from './types/extlClntAppOauthSecuritySettings.ts';
import { extlClntAppOauthSettings } from './types/extlClntAppOauthSettings.ts';
import { flow } from './types/flow.ts';
import { namedCredential } from './types/namedCredential.ts';
import { permissionSet } from './types/permissionSet.ts';
import { remoteSiteSetting } from './types/remoteSiteSetting.ts';

/** The behaviour of each type of the registry. */
export const rules: Record<string, TypeRules> = {
  Certificate: certificate,
  ConnectedApp: connectedApp,
  ExternalClientApplication: externalClientApplication,
  ExternalCredential: externalCredential,
  ExternalServiceRegistration: externalServiceRegistration,
  ExtlClntAppConfigurablePolicies: extlClntAppConfigurablePolicies,
  ExtlClntAppGlobalOauthSettings: extlClntAppGlobalOauthSettings,
  ExtlClntAppOauthConfigurablePolicies: extlClntAppOauthPolicies,
  ExtlClntAppOauthSecuritySettings: extlClntAppOauthSecuritySettings,
  ExtlClntAppOauthSettings: extlClntAppOauthSettings,
  Flow: flow,
  NamedCredential: namedCredential,
  PermissionSet: permissionSet,
  RemoteSiteSetting: remoteSiteSetting,
};
