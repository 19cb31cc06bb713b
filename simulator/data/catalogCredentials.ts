import type { Org, Row } from '../org.ts';
import { rows } from '../tables.ts';
import { checkDependencyQuery, dependencyRows } from './dependencies.ts';
import { bothApis } from './description.ts';
import type { Description } from './description.ts';

const certificates = (org: Org): Row[] =>
  rows(org, 'Certificate').filter((row) => org.certificates.has(String(row.DeveloperName)));

/**
 * Apps, credentials, certificates, and what uses them. `ExternalClientApplication` is not in the Tooling API, `Certificate` and
 * `ExternalCredential` are only there.
 */
export const credentialDescriptions: Record<string, Description> = {
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
    apis: bothApis,
    strings: 'Name',
    booleans: 'OptionsAllowAdminApprovedUsersOnly',
    ints: 'RefreshTokenValidityPeriod',
  },
  NamedCredential: {
    apis: bothApis,
    strings: 'DeveloperName MasterLabel NamespacePrefix Endpoint',
    readers: ['ViewSetup'],
  },
  ExternalCredential: {
    readers: ['ViewSetup'],
    apis: ['tooling'],
    strings: 'DeveloperName MasterLabel NamespacePrefix AuthenticationProtocol',
  },
  ExternalServiceRegistration: {
    readers: ['ViewSetup'],
    apis: ['tooling'],
    strings: 'DeveloperName MasterLabel Language NamespacePrefix Description NamedCredential Status',
    references: 'NamedCredentialReferenceId:NamedCredential',
    unsimulated:
      'ManageableState Metadata FullName OperationCount ProviderAssetEndpoint RegistrationProvider* Schema* ServiceBinding SystemVersion',
  },
  MetadataComponentDependency: {
    readers: ['ViewSetup'],
    apis: ['tooling'],
    strings:
      'MetadataComponentId MetadataComponentName MetadataComponentNamespace MetadataComponentType ' +
      'RefMetadataComponentId RefMetadataComponentName RefMetadataComponentNamespace RefMetadataComponentType',
    system: '',
    view: dependencyRows,
    check: checkDependencyQuery,
    most: 2000,
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
};
