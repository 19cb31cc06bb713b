/** How components of a type lie in a zip. */
export type TypeFile = { type: string; directory: string; suffix: string; contentFile?: true };

/**
 * The types that are simulated, in the order in which a deploy processes them: what is referred to comes first
 * (a permission set names principals, an OAuth policy names permission sets).
 * Directories and suffixes: metadataRegistry.json of @salesforce/source-deploy-retrieve.
 */
export const registry: TypeFile[] = [
  { type: 'Certificate', directory: 'certs', suffix: 'crt', contentFile: true },
  { type: 'RemoteSiteSetting', directory: 'remoteSiteSettings', suffix: 'remoteSite' },
  { type: 'ExternalCredential', directory: 'externalCredentials', suffix: 'externalCredential' },
  { type: 'NamedCredential', directory: 'namedCredentials', suffix: 'namedCredential' },
  {
    type: 'ExternalServiceRegistration',
    directory: 'externalServiceRegistrations',
    suffix: 'externalServiceRegistration',
  },
  { type: 'Flow', directory: 'flows', suffix: 'flow' },
  { type: 'PermissionSet', directory: 'permissionsets', suffix: 'permissionset' },
  { type: 'ExternalClientApplication', directory: 'externalClientApps', suffix: 'eca' },
  { type: 'ExtlClntAppConfigurablePolicies', directory: 'extlClntAppPolicies', suffix: 'ecaPlcy' },
  { type: 'ExtlClntAppOauthSettings', directory: 'extlClntAppOauthSettings', suffix: 'ecaOauth' },
  { type: 'ExtlClntAppGlobalOauthSettings', directory: 'extlClntAppGlobalOauthSets', suffix: 'ecaGlblOauth' },
  {
    type: 'ExtlClntAppOauthSecuritySettings',
    directory: 'extlClntAppOauthSecuritySettings',
    suffix: 'ecaOauthSecurity',
  },
  {
    type: 'ExtlClntAppOauthConfigurablePolicies',
    directory: 'extlClntAppOauthPolicies',
    suffix: 'ecaOauthPlcy',
  },
  { type: 'ConnectedApp', directory: 'connectedApps', suffix: 'connectedApp' },
];

const byType = new Map(registry.map((file) => [file.type, file]));

/** Where components of a type lie; undefined if the type is not simulated. */
export const fileOf = (type: string): TypeFile | undefined => byType.get(type);

/** The path of a component inside a package. */
export const pathOf = (file: TypeFile, fullName: string): string =>
  `${file.directory}/${fullName}.${file.suffix}`;

/** Place of a type in the order of processing. */
export const orderOf = (type: string): number => registry.findIndex((file) => file.type === type);
