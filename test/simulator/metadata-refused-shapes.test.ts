import { expect } from 'chai';
import { file, refused } from './metadata-fixtures.ts';
import {
  parameter,
  credential,
  principal,
  perUser,
  variant,
  tokenUrl,
  legacy,
  url,
  authentication,
  typed,
  set,
  permission,
  object,
  ec,
  nc,
  ps,
  hubWith,
} from './metadata-shape-fixtures.ts';

describe('simulator/metadata: shapes that files cannot have', () => {
  const wrong: [what: string, path: string, text: string, problem: string][] = [
    [
      'a variant that a protocol does not have',
      ec,
      credential('Oauth', variant('Oauth', 'Jwt'), tokenUrl, principal),
      'External Credentials don\'t support the "Oauth Jwt" authentication protocol',
    ],
    [
      'a protocol that is reserved',
      ec,
      credential('NoAuthentication', principal),
      '"NoAuthentication" authentication protocol',
    ],
    [
      'a token URL that is none',
      ec,
      credential('Oauth', variant('Oauth', 'ClientCredentialsClientSecret'), tokenUrl.replace('https:', '')),
      'Invalid URL: //spoke.example/token',
    ],
    [
      'the browser flow without its provider',
      ec,
      credential('Oauth', parameter('AuthProvider', 'AuthProvider'), perUser),
      'Required field is missing: authProvider',
    ],
    [
      'a principal twice',
      ec,
      credential('Custom', principal, principal),
      'duplicate value found: externalCredentialParameters',
    ],
    [
      'permission sets of principals, as versions up to 57 had them',
      ec,
      credential(
        'Custom',
        principal.replace('<sequenceNumber>', '<principal>Use_Spoke</principal><sequenceNumber>')
      ),
      "Property 'principal' not valid in version 66.0",
    ],
    [
      'a label before the protocol',
      ec,
      credential('Custom', principal).replace(/(<authenticationProtocol>.*)(<label>.*<\/label>)/s, '$2$1'),
      'Element {http://soap.sforce.com/2006/04/metadata}authenticationProtocol invalid at this location in type ExternalCredential',
    ],
    [
      'the type of a parameter before its name',
      ec,
      credential(
        'Custom',
        principal.replace(/(<parameterName>.*?)(<parameterType>.*?<\/parameterType>)/, '$2$1')
      ),
      'Element {http://soap.sforce.com/2006/04/metadata}parameterName invalid at this location in type ExternalCredentialParameter',
    ],
    [
      'a legacy one without a protocol',
      nc,
      legacy('Oauth').replace(/<protocol>.*<\/protocol>/, ''),
      'Required field is missing: protocol',
    ],
    [
      'a legacy one whose certificate does not exist',
      nc,
      legacy('JwtExchange', '<jwtSigningCertificate>Nobody</jwtSigningCertificate>'),
      'In field: jwtSigningCertificate - no Certificate named Nobody found',
    ],
    [
      'a private endpoint without its connection',
      nc,
      typed('PrivateEndpoint', url),
      'Required field is missing: outboundNetworkConnection',
    ],
    [
      'a secured endpoint without an address',
      nc,
      typed('SecuredEndpoint', authentication),
      'Required field is missing: Url',
    ],
    [
      'an empty address',
      nc,
      typed('SecuredEndpoint', url.replace('https://api.example', '') + authentication),
      'Required field is missing: Url',
    ],
    [
      'a secured endpoint with elements of a legacy one',
      nc,
      typed('SecuredEndpoint', `<protocol>Oauth</protocol>${url}${authentication}`),
      'protocol is only for named credentials of type Legacy',
    ],
    [
      'two addresses',
      nc,
      typed('SecuredEndpoint', url + url + authentication),
      'duplicate value found: namedCredentialParameters: Url Url',
    ],
    [
      'a user permission that is no name',
      ps,
      set(permission('apiEnabled')),
      'Unknown user permission: apiEnabled',
    ],
    [
      'a user permission twice',
      ps,
      set(permission('ViewRoles') + permission('ViewRoles')),
      'duplicate value found: userPermissions: ViewRoles',
    ],
    [
      'an object that is no name',
      ps,
      set(object('My Object')),
      'In field: object - no CustomObject named My Object found',
    ],
    [
      'a remote site that is no URL',
      'remoteSiteSettings/Shape.remoteSite',
      file(
        'RemoteSiteSetting',
        '<disableProtocolSecurity>false</disableProtocolSecurity><isActive>true</isActive><url>api.example</url>'
      ),
      'Invalid URL: api.example',
    ],
  ];
  for (const [what, path, text, problem] of wrong) {
    it(`not ${what}`, async () => {
      const { org, files } = await hubWith(path, text);
      expect((await refused(org, files)).join('\n')).to.include(problem);
    });
  }
});
