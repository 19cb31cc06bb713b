import type { Component, Org } from '../org.ts';
import { readCertificate } from './appCertificate.ts';
import { consumerKeyOf } from './consumerKey.ts';
import { flag, node, parts, text, texts } from './content.ts';
import { appNameOf } from './types/satellites.ts';

/** An app as the token endpoint sees it. */
export type App = {
  type: 'ExternalClientApplication' | 'ConnectedApp';
  /** Its API name and its label. */
  name: string;
  label: string;
  /** Id that SetupEntityAccess refers to. */
  id: string;
  enabled: boolean;
  /** Leaf certificate in PEM; undefined: the JWT bearer flow is off. */
  certificate: string | undefined;
  /** Only users in pre-authorised profiles and permission sets; otherwise each user approves for himself. */
  adminApproved: boolean;
  enforcesIpRanges: boolean;
  /** As OAuth writes them: `api`, `refresh_token`. */
  scopes: string[];
  /** Session time-out of the app's policy in minutes; undefined: that of the org. */
  sessionMinutes: number | undefined;
  /** When the app or something that belongs to it last changed, in milliseconds since 1970. */
  changedAt: number;
};

/** Names of scopes where OAuth's are not the metadata's in small letters (Salesforce Help, remoteaccess_oauth_tokens_scopes). */
const runtimeScopes: Record<string, string> = {
  RefreshToken: 'refresh_token',
  OfflineAccess: 'refresh_token',
  Basic: 'id',
  Chatter: 'chatter_api',
  CustomPermissions: 'custom_permissions',
  SFAP: 'sfap_api',
  SFApiPlatform: 'sfap_api',
  UserRegistration: 'user_registration_api',
  ForgotPassword: 'forgot_password',
  PwdlessLogin: 'pwdless_login_api',
};

const runtimeScope = (scope: string): string => runtimeScopes[scope] ?? scope.toLowerCase();

const minutes = (value: string | undefined): number | undefined => Number(value ?? 0) || undefined;

const latest = (components: Component[]): number => Math.max(...components.map((one) => one.changedAt ?? 0));

const certificateOf = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : readCertificate(value)?.toString();

const connectedApp = (component: Component): App => {
  const { body, fullName, id = '' } = component;
  const config = node(body, 'oauthConfig');
  return {
    type: 'ConnectedApp',
    name: fullName,
    label: text(body, 'label') ?? fullName,
    id,
    enabled: true,
    certificate: certificateOf(text(config, 'certificate')),
    adminApproved: flag(config, 'isAdminApproved'),
    enforcesIpRanges: /^ENFORCE$/i.test(text(node(body, 'oauthPolicy'), 'ipRelaxation') ?? 'ENFORCE'),
    scopes: texts(config, 'scopes').map(runtimeScope),
    sessionMinutes: minutes(text(node(body, 'sessionPolicy'), 'sessionTimeout')),
    changedAt: latest([component]),
  };
};

/** An app without policies of its own counts as switched on, as it is when it is made in Setup. */
const externalClientApp = (org: Org, name: string, globalSettings: Component): App | undefined => {
  const app = org.components.get(`ExternalClientApplication:${name}`);
  if (!app) return undefined;
  const own = [...org.components.values()].filter((one) => appNameOf(one.body) === name);
  const bodyOf = (type: string) => own.find((one) => one.type === type)?.body;
  const policies = bodyOf('ExtlClntAppConfigurablePolicies');
  const oauth = bodyOf('ExtlClntAppOauthConfigurablePolicies');
  return {
    type: 'ExternalClientApplication',
    name,
    label: text(app.body, 'label') ?? name,
    id: app.id ?? '',
    enabled:
      policies === undefined || (flag(policies, 'isEnabled') && flag(policies, 'isOauthPluginEnabled')),
    certificate: certificateOf(text(globalSettings.body, 'certificate')),
    adminApproved: text(oauth, 'permittedUsersPolicyType') === 'AdminApprovedPreAuthorized',
    enforcesIpRanges: (text(oauth, 'ipRelaxationPolicyType') ?? 'Enforce') === 'Enforce',
    scopes: parts(bodyOf('ExtlClntAppOauthSettings'), 'commaSeparatedOauthScopes').map(runtimeScope),
    sessionMinutes: minutes(text(oauth, 'sessionTimeoutInMinutes')),
    changedAt: latest([app, ...own]),
  };
};

/** The app of the org, of either kind, that has a consumer key. */
export const appByConsumerKey = (org: Org, consumerKey: string): App | undefined => {
  const holder = [...org.components.values()].find(
    (one) => consumerKeyOf(one.type, one.body) === consumerKey
  );
  if (holder?.type === 'ConnectedApp') return connectedApp(holder);
  return holder?.type === 'ExtlClntAppGlobalOauthSettings'
    ? externalClientApp(org, appNameOf(holder.body), holder)
    : undefined;
};
