import type {
  ExternalClientApplication,
  ExtlClntAppConfigurablePolicies,
  ExtlClntAppGlobalOauthSettings,
  ExtlClntAppOauthConfigurablePolicies,
  ExtlClntAppOauthSettings,
  PermissionSet,
} from '@salesforce/types/metadata';
import type { Component, Draft, Later } from './component.ts';

/** From the strictest, which is the default, on. */
export const ipRelaxations = ['Enforce', 'Bypass', 'Bypass_2factor', 'Enforce_RelaxRefresh'] as const;
export type IpRelaxation = (typeof ipRelaxations)[number];

/** The two kinds of app that take a JWT. New connected apps are blocked in most orgs (Salesforce Help, 005228017). */
export const appKinds = ['external-client-app', 'connected-app'] as const;
export type AppKind = (typeof appKinds)[number];

/** Names of an external client app and of its satellites: Salesforce's own pattern for a new app, discovered for one that exists. */
export type ExternalClientAppNames = {
  kind: 'external-client-app';
  app: string;
  oauthSettings: string;
  globalOauthSettings: string;
  oauthPolicy: string;
  policy: string;
  permissionSet: string;
};

/** A connected app is one component. */
export type ConnectedAppNames = { kind: 'connected-app'; app: string; permissionSet: string };

export type AppNames = ExternalClientAppNames | ConnectedAppNames;

export type SpokeSpec<Names extends AppNames = AppNames> = {
  names: Names;
  label: string;
  permissionSetLabel: string;
  marker: string;
  contactEmail: string;
  callbackUrl: string;
  /** PEM of the leaf certificate: it is what switches the JWT bearer flow on. */
  certificate: string | Later;
  /** Undefined: what the app has is kept. */
  ipRelaxation?: IpRelaxation;
  /** API version of the spoke, e.g. 66. */
  apiVersion: number;
};

/** The names that a new app and its satellites get. Source: Metadata API Developer Guide, ExternalClientApplication. */
export const newAppNames = (app: string): ExternalClientAppNames => ({
  kind: 'external-client-app',
  app,
  oauthSettings: `${app}_oauth`,
  globalOauthSettings: `${app}_glbloauth`,
  oauthPolicy: `${app}_oauthPlcy`,
  policy: `${app}_plcy`,
  permissionSet: `${app}_Access`,
});

export const connectedAppNames = (app: string): ConnectedAppNames => ({
  kind: 'connected-app',
  app,
  permissionSet: `${app}_Access`,
});

/** The names that a new app of a kind and what belongs to it get. */
export const namesFor = (kind: AppKind | undefined, app: string): AppNames =>
  kind === 'connected-app' ? connectedAppNames(app) : newAppNames(app);

type ExternalClientAppSpec = SpokeSpec<ExternalClientAppNames>;

/** Permission set that only pre-authorises: without a licence, so that any service user can hold it. */
export const spokePermissionSet = ({ names, permissionSetLabel, marker }: SpokeSpec): Component => {
  const body: Draft<Partial<PermissionSet>> = {
    description: marker,
    hasActivationRequired: false,
    label: permissionSetLabel,
  };
  return { type: 'PermissionSet', fullName: names.permissionSet, body: body };
};

export const externalClientApp = ({
  names,
  label,
  marker,
  contactEmail,
}: ExternalClientAppSpec): Component => {
  const body: Draft<Partial<ExternalClientApplication>> = {
    contactEmail,
    description: marker,
    distributionState: 'Local',
    isProtected: false,
    label,
  };
  return { type: 'ExternalClientApplication', fullName: names.app, body: body };
};

/** Scopes: `RefreshToken` too, because pre-authorised JWT requests are refused without it. */
export const oauthSettings = ({ names }: ExternalClientAppSpec): Component => {
  const body: Draft<Partial<ExtlClntAppOauthSettings>> = {
    commaSeparatedOauthScopes: 'Api, RefreshToken',
    externalClientApplication: names.app,
    label: names.oauthSettings,
  };
  return { type: 'ExtlClntAppOauthSettings', fullName: names.oauthSettings, body: body };
};

/**
 * Certificate and protocol switches of the app. No consumer key is sent: Salesforce makes one, and it is read back.
 * Source: Metadata API Developer Guide, ExtlClntAppGlobalOauthSettings (`certificate` since v60).
 */
export const globalOauthSettings = ({
  names,
  callbackUrl,
  certificate,
}: ExternalClientAppSpec): Component => {
  const body: Draft<Partial<ExtlClntAppGlobalOauthSettings>> = {
    callbackUrl,
    certificate,
    externalClientApplication: names.app,
    isClientCredentialsFlowEnabled: false,
    isConsumerSecretOptional: false,
    isIntrospectAllTokens: false,
    isPkceRequired: true,
    isSecretRequiredForRefreshToken: true,
    label: names.globalOauthSettings,
    shouldRotateConsumerKey: false,
    shouldRotateConsumerSecret: false,
  };
  return { type: 'ExtlClntAppGlobalOauthSettings', fullName: names.globalOauthSettings, body: body };
};

/**
 * Who may use the app: only users whom an admin has approved, here by permission set.
 * Source: Metadata API Developer Guide, ExtlClntAppOauthConfigurablePolicies. Permission sets are given by API name
 * (an Id is refused: seen live). `isNamedUserJwtEnabled` stood here from v61 to v63 only.
 */
export const oauthPolicy = ({ names, ipRelaxation, apiVersion }: ExternalClientAppSpec): Component => {
  const body: Draft<Partial<ExtlClntAppOauthConfigurablePolicies>> & { isNamedUserJwtEnabled?: boolean } = {
    commaSeparatedPermissionSet: names.permissionSet,
    externalClientApplication: names.app,
    ipRelaxationPolicyType: ipRelaxation,
    isNamedUserJwtEnabled: apiVersion >= 61 && apiVersion <= 63 ? false : undefined,
    label: names.oauthPolicy,
    permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    refreshTokenPolicyType: 'SpecificLifetime',
    refreshTokenValidityPeriod: 365,
    refreshTokenValidityUnit: 'Days',
    requiredSessionLevel: 'STANDARD',
  };
  return { type: 'ExtlClntAppOauthConfigurablePolicies', fullName: names.oauthPolicy, body: body };
};

export const policy = ({ names }: ExternalClientAppSpec): Component => {
  const body: Draft<Partial<ExtlClntAppConfigurablePolicies>> = {
    externalClientApplication: names.app,
    isEnabled: true,
    isOauthPluginEnabled: true,
    label: names.policy,
  };
  return { type: 'ExtlClntAppConfigurablePolicies', fullName: names.policy, body: body };
};

/** Every component of an external client app, the app itself first. */
export const externalClientAppParts = (spec: ExternalClientAppSpec): Component[] =>
  [externalClientApp, oauthSettings, globalOauthSettings, oauthPolicy, policy].map((build) => build(spec));
