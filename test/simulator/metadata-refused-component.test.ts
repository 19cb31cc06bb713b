import { expect } from 'chai';
import {
  addCertificate,
  credentialFile,
  credentialRows,
  file,
  hubFiles,
  hubPermissionSetFile,
  namedCredentialFile,
  newOrg,
  refused,
  label,
} from './metadata-fixtures.ts';

describe('simulator/metadata: what a component cannot be', () => {
  type Case = [what: string, files: Record<string, string>, problem: string];

  const names: Case[] = [
    [
      'an illegal name',
      { 'permissionsets/A__B.permissionset': label('A') },
      'can only contain underscores and alphanumeric',
    ],
    ['a long name', { [`permissionsets/${'A'.repeat(81)}.permissionset`]: label('A') }, '(max length=80)'],
    [
      'a long label',
      { 'permissionsets/A.permissionset': label('x'.repeat(81)) },
      'Label: data value too large',
    ],
    [
      'a missing element',
      { 'permissionsets/A.permissionset': file('PermissionSet', '') },
      'Required field is missing: label',
    ],
    [
      'an unknown element',
      { 'permissionsets/A.permissionset': file('PermissionSet', '<typo/>') },
      'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}typo invalid at this location in type PermissionSet',
    ],
    [
      'a file of another type',
      { 'permissionsets/A.permissionset': namedCredentialFile() },
      'NamedCredential invalid at this location in type PermissionSet',
    ],
  ];

  const hub: Case[] = [
    [
      'an audience that is no JSON string',
      {
        'externalCredentials/Spoke.externalCredential': credentialFile(
          credentialRows('Hub_Key', 'https://login.salesforce.com')
        ),
      },
      'The JWT aud claim has invalid JSON syntax',
    ],
    [
      'an audience that is a list',
      {
        'externalCredentials/Spoke.externalCredential': credentialFile(
          credentialRows('Hub_Key', '[&quot;a&quot;]')
        ),
      },
      'The JWT aud claim has invalid JSON syntax',
    ],
    [
      'a credential without its certificate row',
      {
        'externalCredentials/Spoke.externalCredential': credentialFile(
          credentialRows().filter((row) => !row.includes('SigningCertificate'))
        ),
      },
      'The authentication protocol "Oauth JwtBearer" requires the following external credential parameter types: AuthProtocolVariant, AuthProviderUrl, SigningCertificate.',
    ],
    [
      'a credential without its token URL',
      {
        'externalCredentials/Spoke.externalCredential': credentialFile(
          credentialRows().filter((row) => !row.includes('AuthProviderUrl'))
        ),
      },
      'requires the following external credential parameter types',
    ],
    [
      'a certificate that does not exist',
      { 'externalCredentials/Spoke.externalCredential': credentialFile(credentialRows('Nobody')) },
      'In field: certificate - no Certificate named Nobody found',
    ],
    [
      'a claim twice',
      {
        'externalCredentials/Spoke.externalCredential': credentialFile([
          ...credentialRows(),
          credentialRows()[3] ?? '',
        ]),
      },
      'duplicate value found',
    ],
    [
      'a protocol that credentials cannot have',
      {
        'externalCredentials/Spoke.externalCredential': credentialFile().replace(
          '>Oauth</authenticationProtocol',
          '>JwtExchange</authenticationProtocol'
        ),
      },
      'External Credentials don\'t support the "JwtExchange" authentication protocol',
    ],
    [
      'a named credential of a credential that does not exist',
      { 'namedCredentials/Spoke.namedCredential': namedCredentialFile('Nobody') },
      'In field: externalCredential - no ExternalCredential named Nobody found',
    ],
    [
      'a named credential without an address',
      {
        'namedCredentials/Spoke.namedCredential': namedCredentialFile().replace(
          'https://spoke.example',
          'spoke.example'
        ),
      },
      'Invalid URL: spoke.example',
    ],
    [
      'a permission set of a principal that does not exist',
      { 'permissionsets/Use_Spoke.permissionset': hubPermissionSetFile('Spoke-Other') },
      'In field: externalCredentialPrincipal - no ExternalCredentialParameter named Spoke-Other found',
    ],
    [
      'rights without those they depend on',
      { 'permissionsets/Use_Spoke.permissionset': hubPermissionSetFile('Spoke-Link-User', 'false') },
      'Permission Create UserExternalCredential depends on permission(s): Read UserExternalCredential',
    ],
    [
      'an enum value that is none',
      {
        'namedCredentials/Spoke.namedCredential': namedCredentialFile().replace('SecuredEndpoint', 'Secured'),
      },
      "'Secured' is not a valid value for the enum 'NamedCredentialType'",
    ],
  ];

  for (const [what, files, problem] of names) {
    it(what, async () => {
      const found = await refused(newOrg(), files);
      expect(found).to.have.length(1);
      expect(found[0]).to.include(problem);
    });
  }

  for (const [what, files, problem] of hub) {
    it(what, async () => {
      const org = newOrg();
      await addCertificate(org);
      expect((await refused(org, { ...hubFiles(), ...files })).join('\n')).to.include(problem);
    });
  }
});
