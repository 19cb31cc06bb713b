import type { ElementRule } from './schema.ts';

/**
 * Elements that came after the WSDL from which schema.json is generated, each behind the element it follows.
 * Source: @salesforce/types 1.9.0 (`lib/metadata.d.ts`), which Salesforce generates from its schema.
 */
export const newerElements: { type: string; after: string; element: ElementRule }[] = [
  {
    type: 'ExtlClntAppGlobalOauthSettings',
    after: 'isConsumerSecretOptional',
    element: { name: 'isDPopEnabled', type: 'boolean' },
  },
  {
    // In files retrieved from orgs of release 67.
    type: 'ExtlClntAppGlobalOauthSettings',
    after: 'isDeviceFlowEnabled',
    element: { name: 'isEnforceRefreshTokenTTL', type: 'boolean' },
  },
  {
    type: 'ExtlClntAppGlobalOauthSettings',
    after: 'isIntrospectAllTokens',
    element: { name: 'isMtlsEnabled', type: 'boolean' },
  },
  {
    type: 'ExtlClntAppConfigurablePolicies',
    after: 'externalClientApplication',
    element: { name: 'isAttestPluginEnabled', type: 'boolean' },
  },
  {
    type: 'ConnectedAppOauthConfig',
    after: 'isConsumerSecretOptional',
    element: { name: 'isDPopEnabled', type: 'boolean' },
  },
  {
    type: 'ConnectedAppOauthConfig',
    after: 'isDPopEnabled',
    element: { name: 'isDeviceFlowEnabled', type: 'boolean' },
  },
  {
    type: 'ConnectedAppOauthConfig',
    after: 'isDeviceFlowEnabled',
    element: { name: 'isEnforceRefreshTokenTTL', type: 'boolean' },
  },
  {
    type: 'ConnectedAppOauthConfig',
    after: 'isIntrospectAllTokens',
    element: { name: 'isIpBindingEnabled', type: 'boolean' },
  },
  {
    // Only in API versions 61 to 63, older than the WSDL.
    type: 'ExtlClntAppOauthConfigurablePolicies',
    after: 'isGuestCodeCredFlowEnabled',
    element: { name: 'isNamedUserJwtEnabled', type: 'boolean' },
  },
];

/** Types that came after the WSDL; same source. */
export const newerTypes: Record<string, ElementRule[]> = {
  ExtlClntAppOauthSecuritySettings: [
    { name: 'fullName', type: 'string' },
    { name: 'externalClientApplication', type: 'string', required: true },
    { name: 'label', type: 'string' },
    { name: 'tlsClientAuthCertParamType', type: 'TlsClientAuthCertParamType' },
    { name: 'tlsClientAuthCertParamValue', type: 'string' },
    { name: 'tokenIpRanges', type: 'ExtlClntAppOauthSecurityTokenIpRange', repeats: true },
  ],
  ExtlClntAppOauthSecurityTokenIpRange: [
    { name: 'description', type: 'string' },
    { name: 'endIpAddress', type: 'string', required: true },
    { name: 'startIpAddress', type: 'string', required: true },
  ],
};

/** Enum values that came after the WSDL; same source. */
export const newerEnumValues: Record<string, string[]> = {
  ExternalCredentialParamType: ['CustomPrincipal', 'PrincipalIdentityAlias'],
  PolicyAction: ['StepUpMFA'],
  TlsClientAuthCertParamType: [
    'tls_client_auth_subject_dn',
    'tls_client_auth_san_dns',
    'tls_client_auth_san_uri',
    'tls_client_auth_san_ip',
    'tls_client_auth_san_email',
    'tls_client_auth_san_spiffe',
  ],
};
