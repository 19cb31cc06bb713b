import { fingerprint } from '../metadata/certificate.ts';
import { asList, type Body, type Component, textOf } from '../metadata/component.ts';
import type { AppNames, ConnectedAppNames, ExternalClientAppNames } from '../metadata/spoke.ts';

export const satelliteTypes = {
  oauthSettings: 'ExtlClntAppOauthSettings',
  globalOauthSettings: 'ExtlClntAppGlobalOauthSettings',
  oauthPolicy: 'ExtlClntAppOauthConfigurablePolicies',
  policy: 'ExtlClntAppConfigurablePolicies',
} as const;
export type Satellite = keyof typeof satelliteTypes;
export const satellites = Object.keys(satelliteTypes) as Satellite[];

/** With the satellites that reference it, under whatever names they have. */
export type ExternalClientApp = { names: ExternalClientAppNames; component: Component } & {
  [S in Satellite]?: Component;
};
export type ConnectedApp = { names: ConnectedAppNames; component: Component };

/** The app of a link on the spoke; `names.kind` tells of which kind. */
export type App = ExternalClientApp | ConnectedApp;

const isConnectedApp = (app: App): app is ConnectedApp => app.names.kind === 'connected-app';

/** Every component of an app, the app itself first. */
export const partsOf = (app: App): Component[] =>
  isConnectedApp(app)
    ? [app.component]
    : [app.component, ...satellites.flatMap((satellite) => app[satellite] ?? [])];

/** What an app of either kind says of itself. */
export type AppSettings = {
  /** False where it is switched off. That a connected app is blocked does not stand in its metadata. */
  enabled: boolean;
  /** Whether it has settings that hold a consumer key. */
  hasOauth: boolean;
  /** In one of the forms that readCertificate takes; its presence is what switches the JWT bearer flow on. */
  certificate?: string;
  /** Undefined where the org does not tell it. */
  consumerKey?: string;
  scopes: string[];
  /** Whether only users whom an admin approved may use it. */
  adminApproved: boolean;
  ipRelaxation?: string;
  /** How many minutes a session may last unused; undefined where the org's own setting counts. */
  sessionMinutes?: number;
  /** Names the hub for which the app was made. */
  callbackUrl?: string;
};

const textIn = (body: Body | undefined, name: string): string | undefined =>
  textOf(body?.[name]) || undefined;
const isTrue = (body: Body | undefined, name: string): boolean => textIn(body, name) === 'true';
/** A count of minutes; undefined for none. */
const minutesIn = (body: Body | undefined, name: string): number | undefined =>
  Number(textIn(body, name)) || undefined;
const isFalse = (body: Body | undefined, name: string): boolean => textIn(body, name) === 'false';

/** The consumer key that a component holds: a connected app, or the global settings of an external client app. */
export const consumerKeyIn = ({ type, body }: Component): string | undefined =>
  textIn(type === 'ConnectedApp' ? (body.oauthConfig as Body | undefined) : body, 'consumerKey');

/** Permission sets that a component names as those that let users in: a connected app, or the policy of an external client app. */
export const setsIn = ({ type, body }: Component): string[] =>
  type === 'ConnectedApp'
    ? asList(body.permissionSetName).map(textOf)
    : textOf(body.commaSeparatedPermissionSet).split(/\s*,\s*/);

/** The same of an app, as far as the org tells. */
export const setsOf = (app: App): string[] => partsOf(app).flatMap(setsIn);

const connectedAppSettings = ({ component }: ConnectedApp): AppSettings => {
  const { body } = component;
  const config = body.oauthConfig as Body | undefined;
  return {
    enabled: true,
    hasOauth: config !== undefined,
    certificate: textIn(config, 'certificate'),
    consumerKey: consumerKeyIn(component),
    scopes: asList(config?.scopes).map(textOf),
    adminApproved: isTrue(config, 'isAdminApproved'),
    ipRelaxation: textIn(body.oauthPolicy as Body | undefined, 'ipRelaxation') ?? 'ENFORCE',
    sessionMinutes: minutesIn(body.sessionPolicy as Body | undefined, 'sessionTimeout'),
    callbackUrl: textIn(config, 'callbackUrl'),
  };
};

/** An external client app without policies of its own counts as switched on, as it is when it is made in Setup. */
const externalClientAppSettings = (app: ExternalClientApp): AppSettings => {
  const [policy, settings] = [app.policy?.body, app.globalOauthSettings?.body];
  return {
    enabled: !isFalse(policy, 'isEnabled') && !isFalse(policy, 'isOauthPluginEnabled'),
    hasOauth: settings !== undefined,
    certificate: textIn(settings, 'certificate'),
    consumerKey: app.globalOauthSettings && consumerKeyIn(app.globalOauthSettings),
    scopes: textOf(app.oauthSettings?.body.commaSeparatedOauthScopes).split(/\s*,\s*/),
    adminApproved: app.oauthPolicy?.body.permittedUsersPolicyType === 'AdminApprovedPreAuthorized',
    ipRelaxation: textIn(app.oauthPolicy?.body, 'ipRelaxationPolicyType'),
    sessionMinutes: minutesIn(app.oauthPolicy?.body, 'sessionTimeoutInMinutes'),
    callbackUrl: textIn(settings, 'callbackUrl'),
  };
};

/** What an app says of the flow, whatever its kind. */
export const settingsOf = (app: App): AppSettings =>
  isConnectedApp(app) ? connectedAppSettings(app) : externalClientAppSettings(app);

/** Whether an app takes assertions that are signed with a certificate. @param print its SHA-256 fingerprint, `AB:CD:…` */
export const trusts = (app: App, print: string): boolean =>
  fingerprint(settingsOf(app).certificate ?? '') === print;

/** Scopes that a hub needs: pre-authorised JWT requests are refused without `RefreshToken`, formerly `OfflineAccess`. */
export const hasScopes = ({ scopes }: AppSettings): boolean =>
  (scopes.includes('Full') || scopes.includes('Api')) &&
  (scopes.includes('RefreshToken') || scopes.includes('OfflineAccess'));

/** Label under which Setup lists an app. */
export const labelOf = ({ names, component }: { names: AppNames; component: Component }): string =>
  textOf(component.body.label) || names.app;
