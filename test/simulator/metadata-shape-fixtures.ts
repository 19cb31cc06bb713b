import type { Org } from '../../simulator/org.ts';
import { addCertificate, file, hubFiles, newOrg } from './metadata-fixtures.ts';

/** Elements in the order of the schema, which is alphabetical. */
const inOrder = (elements: string): string =>
  (elements.match(/<(\w+)>[^]*?<\/\1>/g) ?? [])
    .map((element) => ({ element, name: /\w+/.exec(element)![0] }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
    .map(({ element }) => element)
    .join('');

/** A parameter of an external credential. */
export const row = (...elements: [name: string, value: string][]): string =>
  `<externalCredentialParameters>${elements
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</externalCredentialParameters>`;
/** A parameter of a type. */
export const parameter = (type: string, name: string, ...rest: [string, string][]): string =>
  row(['parameterName', name], ['parameterType', type], ...rest);
/** The element for a literal value. */
export const value = (text: string): [string, string] => ['parameterValue', text];

/** An external credential of a protocol. */
export const credential = (protocol: string, ...rows: string[]): string =>
  file(
    'ExternalCredential',
    `<authenticationProtocol>${protocol}</authenticationProtocol>${rows.join('\n')}<label>Shape</label>`
  );
/** A principal that all users share. */
export const principal = parameter('NamedPrincipal', 'Team A', ['sequenceNumber', '1']);
/** A principal of which each user has an own. */
export const perUser = parameter('PerUserPrincipal', 'Each', ['sequenceNumber', '1']);
/** The parameter that tells the variant of a protocol. */
export const variant = (protocol: string, name: string): string =>
  parameter('AuthProtocolVariant', protocol, value(name));
/** The parameter for a token endpoint. */
export const tokenUrl = parameter('AuthProviderUrl', 'AuthProviderUrl', value('https://spoke.example/token'));

/** A named credential with a label. */
export const named = (elements: string): string =>
  file('NamedCredential', inOrder(`<label>Shape</label>${elements}`));
/** A named credential as they were before external credentials. */
export const legacy = (protocol: string, more = ''): string =>
  named(
    `<endpoint>https://api.example</endpoint><principalType>NamedUser</principalType><protocol>${protocol}</protocol>${more}`
  );
/** The parameter with the address of a named credential. */
export const url =
  '<namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType><parameterValue>https://api.example</parameterValue></namedCredentialParameters>';
/** The parameter with its external credential. */
export const authentication =
  '<namedCredentialParameters><externalCredential>Spoke</externalCredential><parameterName>ExternalCredential</parameterName><parameterType>Authentication</parameterType></namedCredentialParameters>';
/** The parameter with its private connection. */
export const network =
  '<namedCredentialParameters><outboundNetworkConnection>Private</outboundNetworkConnection><parameterName>Network</parameterName><parameterType>OutboundNetworkConnection</parameterType></namedCredentialParameters>';
/** A named credential of a type. */
export const typed = (type: string, rows: string): string =>
  named(`${rows}<namedCredentialType>${type}</namedCredentialType>`);

/** A permission set with a label. */
export const set = (elements: string): string => file('PermissionSet', `${elements}<label>Shape</label>`);
/** A user permission of a permission set. */
export const permission = (name: string): string =>
  `<userPermissions><enabled>true</enabled><name>${name}</name></userPermissions>`;
/** Read access to an object. */
export const object = (name: string): string =>
  `<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><viewAllRecords>false</viewAllRecords><object>${name}</object></objectPermissions>`;

/** Where the credential of these tests lies. */
export const ec = 'externalCredentials/Shape.externalCredential';
/** Where the named credential lies. */
export const nc = 'namedCredentials/Shape.namedCredential';
/** Where the permission set lies. */
export const ps = 'permissionsets/Shape.permissionset';

/** An org for a hub, and what a hub gets with one file more. */
export const hubWith = async (
  path: string,
  text: string
): Promise<{ org: Org; files: Record<string, string> }> => {
  const org = newOrg();
  await addCertificate(org);
  return { org, files: { ...hubFiles(), [path]: text } };
};
