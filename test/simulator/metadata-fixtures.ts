import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { expect } from 'chai';
import JSZip from 'jszip';
import { createOrg } from '../../simulator/create.ts';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import { deploy } from '../../simulator/metadata/deploy.ts';
import type { DeployOptions } from '../../simulator/metadata/deployment.ts';
import { deployResult } from '../../simulator/metadata/deployResult.ts';
import type { DeployResult } from '../../simulator/metadata/deployResult.ts';
import { registry } from '../../simulator/metadata/registry.ts';
import type { Org, Row } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';

const generate = promisify(generateKeyPair);

/** An org whose keys are small, to be quick. */
export const newOrg = (
  settings: CreateOrgOptions['settings'] = {},
  kind: CreateOrgOptions['kind'] = 'developer'
): Org =>
  createOrg({ kind, settings: { keyPair: () => generate('rsa', { modulusLength: 1024 }), ...settings } });

/** A metadata file around its elements. */
export const file = (type: string, elements: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${elements}\n</${type}>\n`;

/** A manifest, e.g. `{ Certificate: ['A'] }`. */
export const manifest = (members: Record<string, string[]>): string =>
  file(
    'Package',
    Object.entries(members)
      .map(
        ([name, all]) =>
          `<types>${all.map((one) => `<members>${one}</members>`).join('')}<name>${name}</name></types>`
      )
      .join('\n') + '<version>66.0</version>'
  );

/** The manifest that names exactly the files. */
export const manifestOf = (paths: string[]): string => {
  const members: Record<string, string[]> = {};
  for (const path of paths) {
    const known = registry.find(
      ({ directory, suffix }) => path.startsWith(`${directory}/`) && path.endsWith(`.${suffix}`)
    );
    if (known)
      (members[known.type] ??= []).push(path.slice(known.directory.length + 1, -known.suffix.length - 1));
  }
  return manifest(members);
};

/** A zip of files; their package.xml is made unless it is among them. */
export const zipOf = (files: Record<string, string>, folder = ''): Promise<Buffer> => {
  const zip = new JSZip();
  for (const [path, content] of Object.entries({ 'package.xml': manifestOf(Object.keys(files)), ...files })) {
    zip.file(`${folder}${path}`, content, { createFolders: false });
  }
  return zip.generateAsync({ type: 'nodebuffer' });
};

/** Deploys files and gives the result. */
export const deployFiles = async (
  org: Org,
  files: Record<string, string>,
  options: DeployOptions = {}
): Promise<DeployResult & { changes: string[] }> => {
  const { id, changes } = await deploy(org, await zipOf(files), {
    rollbackOnError: true,
    singlePackage: true,
    ...options,
  });
  return { ...deployResult(org, id), changes };
};

/** `<type> <name>: <problem>` of each failure. */
export const problems = (result: DeployResult): string[] =>
  result.details.componentFailures.map(
    ({ componentType, fullName, problem }) => `${componentType} ${fullName}: ${problem}`
  );

/** A certificate of the org, and its PEM. */
export const addCertificate = async (org: Org, name = 'Hub_Key'): Promise<string> => {
  const { results } = await createMetadata(org, [
    { type: 'Certificate', fullName: name, body: { caSigned: 'false', masterLabel: name, keySize: '2048' } },
  ]);
  if (!results[0]?.success) throw new Error(results[0]?.errors[0]?.message);
  return org.certificates.get(name)?.pem ?? '';
};

const formula = (offset: string): string =>
  `{!Text(FLOOR((NOW() - DATETIMEVALUE( &quot;1970-01-01 00:00:00&quot; )) * 86400${offset}))}`;

const parameter = (type: string, name: string, rest: string, before = ''): string =>
  `<externalCredentialParameters>${before}<parameterGroup>DefaultGroup</parameterGroup><parameterName>${name}</parameterName>` +
  `<parameterType>${type}</parameterType>${rest}</externalCredentialParameters>`;

const claim = (name: string, value: string): string =>
  parameter('JwtBodyClaim', name, `<parameterValue>${value}</parameterValue>`);

/** Rows of an external credential for the JWT bearer flow. */
export const credentialRows = (
  certificate = 'Hub_Key',
  aud = '&quot;https://test.salesforce.com&quot;'
): string[] => [
  parameter('AuthProtocolVariant', 'Oauth', '<parameterValue>JwtBearer</parameterValue>'),
  parameter(
    'AuthProviderUrl',
    'AuthProviderUrl',
    '<parameterValue>https://spoke.example/services/oauth2/token</parameterValue>'
  ),
  parameter('SigningCertificate', 'SigningCertificate', '', `<certificate>${certificate}</certificate>`),
  claim('iss', '3MVG9key'),
  claim('sub', 'service@spoke.example'),
  claim('aud', aud),
  claim('exp', formula(' + 180')),
  claim('iat', formula('')),
  parameter('JwtHeaderClaim', 'alg', '<parameterValue>RS256</parameterValue>'),
  '<externalCredentialParameters><parameterGroup>Link-User</parameterGroup><parameterName>Link-User</parameterName>' +
    '<parameterType>NamedPrincipal</parameterType><sequenceNumber>1</sequenceNumber></externalCredentialParameters>',
];

export const credentialFile = (rows = credentialRows()): string =>
  file(
    'ExternalCredential',
    `<authenticationProtocol>Oauth</authenticationProtocol>${rows.join('\n')}<label>Spoke &amp; Söhne</label>`
  );

export const namedCredentialFile = (credential = 'Spoke'): string =>
  file(
    'NamedCredential',
    `<label>Spoke</label>
    <namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType><parameterValue>https://spoke.example</parameterValue></namedCredentialParameters>
    <namedCredentialParameters><externalCredential>${credential}</externalCredential><parameterName>ExternalCredential</parameterName><parameterType>Authentication</parameterType></namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>`
  );

export const hubPermissionSetFile = (principal = 'Spoke-Link-User', read = 'true'): string =>
  file(
    'PermissionSet',
    `<externalCredentialPrincipalAccesses><enabled>true</enabled><externalCredentialPrincipal>${principal}</externalCredentialPrincipal></externalCredentialPrincipalAccesses>
    <label>Use Spoke</label>
    <objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>${read}</allowRead><modifyAllRecords>true</modifyAllRecords><object>UserExternalCredential</object><viewAllRecords>true</viewAllRecords></objectPermissions>`
  );

/** What a hub gets for one spoke; the certificate must be there. */
export const hubFiles = (): Record<string, string> => ({
  'permissionsets/Use_Spoke.permissionset': hubPermissionSetFile(),
  'namedCredentials/Spoke.namedCredential': namedCredentialFile(),
  'externalCredentials/Spoke.externalCredential': credentialFile(),
});

const ofHub = '<externalClientApplication>Hub</externalClientApplication>';

/** What a spoke gets for one hub. */
export const spokeFiles = (certificate: string): Record<string, string> => ({
  'permissionsets/Hub_Access.permissionset': file('PermissionSet', '<label>Hub Access</label>'),
  'extlClntAppOauthPolicies/Hub_oauthPlcy.ecaOauthPlcy': file(
    'ExtlClntAppOauthConfigurablePolicies',
    `<commaSeparatedPermissionSet>Hub_Access</commaSeparatedPermissionSet>${ofHub}<ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType><label>Hub_oauthPlcy</label><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType><refreshTokenValidityPeriod>365</refreshTokenValidityPeriod><refreshTokenValidityUnit>Days</refreshTokenValidityUnit>`
  ),
  'extlClntAppPolicies/Hub_plcy.ecaPlcy': file(
    'ExtlClntAppConfigurablePolicies',
    `${ofHub}<isEnabled>true</isEnabled><isOauthPluginEnabled>true</isOauthPluginEnabled><label>Hub_plcy</label>`
  ),
  'extlClntAppOauthSettings/Hub_oauth.ecaOauth': file(
    'ExtlClntAppOauthSettings',
    `<commaSeparatedOauthScopes>Api,RefreshToken</commaSeparatedOauthScopes>${ofHub}<label>Hub_oauth</label>`
  ),
  'extlClntAppGlobalOauthSets/Hub_glbloauth.ecaGlblOauth': file(
    'ExtlClntAppGlobalOauthSettings',
    `<callbackUrl>https://hub.example/callback</callbackUrl><certificate>${certificate}</certificate>${ofHub}<label>Hub_glbloauth</label>`
  ),
  'externalClientApps/Hub.eca': file(
    'ExternalClientApplication',
    '<contactEmail>admin@hub.example</contactEmail><distributionState>Local</distributionState><label>Hub</label>'
  ),
});

export const connectedAppFile = (certificate: string, extra = '', key = ''): string =>
  file(
    'ConnectedApp',
    `<contactEmail>admin@hub.example</contactEmail><label>Hub App</label>
    <oauthConfig><callbackUrl>https://hub.example/callback</callbackUrl><certificate>${certificate}</certificate>${key}<isAdminApproved>true</isAdminApproved><scopes>Api</scopes><scopes>OfflineAccess</scopes></oauthConfig>
    <oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation><refreshTokenPolicy>infinite</refreshTokenPolicy></oauthPolicy>${extra}`
  );

/** Deploys, expects the org unchanged, gives the problems. */
export const refused = async (org: Org, files: Record<string, string>): Promise<string[]> => {
  const before = [...org.components.keys()];
  const result = await deployFiles(org, files);
  expect(result).to.include({ success: false, status: 'Failed' });
  expect([...org.components.keys()]).to.deep.equal(before);
  return problems(result);
};

/** A permission set with a label and nothing else. */
export const label = (name: string): string => file('PermissionSet', `<label>${name}</label>`);

/** An org with the certificate that hub files name. */
export const hub = async (): Promise<Org> => {
  const org = newOrg();
  await addCertificate(org);
  return org;
};

/** A record by its name. */
export const row = (org: Org, sobject: string, name: string): Row | undefined =>
  rows(org, sobject).find((one) => one.DeveloperName === name || one.Name === name);

/** All that an org holds, to see whether it changed. */
export const state = (org: Org): string =>
  JSON.stringify([
    [...org.components],
    [...org.tables].map(([name, table]) => [name, [...table]]),
    [...org.certificates.keys()],
  ]);
