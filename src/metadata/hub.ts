import type {
  ExternalCredential,
  ExternalCredentialParameter,
  NamedCredential,
  PermissionSet,
} from '@salesforce/types/metadata';
import type { Component, Draft, Later } from './component.ts';

export type CredentialAccess = 'modify-all' | 'read';

/** Everything that the hub's side of a link says about the spoke. */
export type HubSpec = {
  /** Name of the link: of the external credential, the named credential and the permission set. */
  name: string;
  label: string;
  marker: string;
  /** Origin of the spoke's My Domain, e.g. `https://acme.my.salesforce.com`. */
  spokeUrl: string;
  certificate: string;
  consumerKey: string | Later;
  serviceUser: string;
  /** Audience without quotes, e.g. `https://login.salesforce.com`. */
  audience: string;
  principal: string;
  /** Name space of the hub, where it has one. */
  namespace?: string;
  credentialAccess: CredentialAccess;
  /** API version of the hub, e.g. 66. */
  apiVersion: number;
};

/** Lifetime of the assertions that the hub signs, in seconds: within both limits that Salesforce documents (3 and 5 minutes). */
const lifetime = 180;
const secondsSince1970 = 'FLOOR((NOW() - DATETIMEVALUE( "1970-01-01 00:00:00" )) * 86400';

const parameter = (
  parameterType: ExternalCredentialParameter['parameterType'],
  parameterName: string,
  rest: Draft<Partial<ExternalCredentialParameter>>
): Draft<ExternalCredentialParameter> => ({
  parameterGroup: 'DefaultGroup',
  parameterName,
  parameterType,
  ...rest,
});

/** URL to which the hub posts its assertions. */
export const tokenUrl = (spokeUrl: string): string => `${spokeUrl}/services/oauth2/token`;

/**
 * External credential for the OAuth 2.0 JWT bearer flow, with every claim spelled out.
 * Source: Metadata API Developer Guide, ExternalCredential; parameter names as Setup writes them.
 * The audience is JSON: its value includes the double quotes.
 */
export const externalCredential = (spec: HubSpec): Component => {
  const body: Draft<Partial<ExternalCredential>> = {
    authenticationProtocol: 'Oauth',
    description: spec.marker,
    externalCredentialParameters: [
      parameter('AuthProtocolVariant', 'Oauth', { parameterValue: 'JwtBearer' }),
      parameter('AuthProviderUrl', 'AuthProviderUrl', { parameterValue: tokenUrl(spec.spokeUrl) }),
      parameter('SigningCertificate', 'SigningCertificate', { certificate: spec.certificate }),
      parameter('JwtBodyClaim', 'iss', { description: 'Issuer', parameterValue: spec.consumerKey }),
      parameter('JwtBodyClaim', 'sub', { description: 'Subject', parameterValue: spec.serviceUser }),
      parameter('JwtBodyClaim', 'aud', {
        description: 'Audience',
        parameterValue: JSON.stringify(spec.audience),
      }),
      parameter('JwtBodyClaim', 'exp', {
        description: 'Expiration Time',
        parameterValue: `{!Text(${secondsSince1970} + ${lifetime}))}`,
      }),
      parameter('JwtHeaderClaim', 'alg', { description: 'Algorithm', parameterValue: 'RS256' }),
      parameter('JwtHeaderClaim', 'typ', { description: 'Type', parameterValue: 'JWT' }),
      parameter('JwtBodyClaim', 'iat', {
        description: 'Issued At',
        parameterValue: `{!Text(${secondsSince1970}))}`,
      }),
      parameter('JwtBodyClaim', 'nbf', {
        description: 'Not Before',
        parameterValue: `{!Text(${secondsSince1970}))}`,
      }),
      parameter('JwtHeaderClaim', 'kid', { description: 'Key ID', parameterValue: spec.certificate }),
      {
        parameterGroup: spec.principal,
        parameterName: spec.principal,
        parameterType: 'NamedPrincipal',
        sequenceNumber: 1,
      },
    ],
    label: spec.label,
  };
  return { type: 'ExternalCredential', fullName: spec.name, body };
};

/**
 * Named credential that sends callouts to the spoke's My Domain.
 * Source: Metadata API Developer Guide, NamedCredential (`description` since v64).
 */
export const namedCredential = (spec: HubSpec): Component => {
  const body: Draft<Partial<NamedCredential>> = {
    allowMergeFieldsInBody: false,
    allowMergeFieldsInHeader: false,
    calloutStatus: 'Enabled',
    description: spec.apiVersion >= 64 ? spec.marker : undefined,
    generateAuthorizationHeader: true,
    label: spec.label,
    namedCredentialParameters: [
      { parameterName: 'Url', parameterType: 'Url', parameterValue: spec.spokeUrl },
      { externalCredential: spec.name, parameterName: 'ExternalCredential', parameterType: 'Authentication' },
    ],
    namedCredentialType: 'SecuredEndpoint',
  };
  return { type: 'NamedCredential', fullName: spec.name, body };
};

/** What a permission set calls a principal: `acme-NamedPrincipal`, in a namespaced org `ns__acme-NamedPrincipal`. */
export const principalName = ({
  name,
  principal,
  namespace,
}: Pick<HubSpec, 'name' | 'principal' | 'namespace'>): string =>
  `${namespace ? `${namespace}__` : ''}${name}-${principal}`;

/**
 * Permission set that lets a callout user use the link: the principal, and the User External Credentials object
 * where Salesforce keeps the token.
 * Source: Salesforce Help, nc_user_external_credentials_permissions (JWT bearer, named principal: Modify All).
 */
export const hubPermissionSet = (spec: HubSpec): Component =>
  permissionSet(spec, spec.name, spec.credentialAccess);

/** Name of the permission set for users whose licence can't hold Modify All. */
export const readOnlyName = (name: string): string => `${name}_Read`;

/** The same for users whose licence can't hold Modify All. */
export const readOnlyPermissionSet = (spec: HubSpec): Component =>
  permissionSet({ ...spec, label: `${spec.label} (Read)` }, readOnlyName(spec.name), 'read');

const permissionSet = (spec: HubSpec, fullName: string, access: CredentialAccess): Component => {
  const all = access === 'modify-all';
  const body: Draft<Partial<PermissionSet>> = {
    description: spec.marker,
    externalCredentialPrincipalAccesses: [
      { enabled: true, externalCredentialPrincipal: principalName(spec) },
    ],
    hasActivationRequired: false,
    label: spec.label,
    objectPermissions: [
      {
        allowCreate: false,
        allowDelete: all,
        allowEdit: all,
        allowRead: true,
        modifyAllRecords: all,
        object: 'UserExternalCredential',
        viewAllRecords: all,
      },
    ],
  };
  return { type: 'PermissionSet', fullName, body };
};
