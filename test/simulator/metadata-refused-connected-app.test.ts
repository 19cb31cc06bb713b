import { expect } from 'chai';
import {
  addCertificate,
  connectedAppFile,
  deployFiles,
  label,
  newOrg,
  problems,
  refused,
} from './metadata-fixtures.ts';

describe('simulator/metadata: what a connected app cannot be', () => {
  let pem = '';
  before(async () => {
    pem = await addCertificate(newOrg());
  });

  it('a new connected app where they are blocked; an old one may change', async () => {
    const app = { 'connectedApps/Hub.connectedApp': connectedAppFile(pem) };
    const org = newOrg();
    const blocked = await deployFiles(org, app);
    expect(blocked.details.componentFailures[0]).to.include({
      componentType: 'ConnectedApp',
      fullName: 'Hub',
      fileName: 'connectedApps/Hub.connectedApp',
      problemType: 'Error',
      success: false,
      problem:
        "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    });
    org.settings.connectedAppCreation = true;
    expect(problems(await deployFiles(org, app))).to.deep.equal([]);
    org.settings.connectedAppCreation = false;
    const more = { 'connectedApps/Hub.connectedApp': connectedAppFile(pem).replace('ENFORCE', 'BYPASS') };
    expect((await deployFiles(org, more)).changes).to.deep.equal(['ConnectedApp:Hub']);
  });

  for (const [what, text, problem] of [
    [
      'a key with special characters',
      () => connectedAppFile(pem, '', '<consumerKey>a._bcdefgh</consumerKey>'),
      'alphanumeric',
    ],
    [
      'a key that Salesforce has minted for an app of another org',
      () => connectedAppFile(pem, '', '<consumerKey>3MVG9._abcdefgh</consumerKey>'),
      'The consumer key is already taken',
    ],
    [
      'an address that is none',
      () => connectedAppFile(pem).replace('admin@hub.example', 'admin'),
      'Contact Email: invalid email address: admin',
    ],
    [
      'a callback that is no URL',
      () => connectedAppFile(pem).replace('https://hub.example/callback', 'https://a.example\nhub.example'),
      'Invalid callback URL: hub.example',
    ],
    [
      'its OAuth in another order, which Salesforce would pass over in part',
      () =>
        connectedAppFile(pem)
          .replace('<isAdminApproved>true</isAdminApproved>', '')
          .replace('</oauthConfig>', '<isAdminApproved>true</isAdminApproved></oauthConfig>'),
      'isAdminApproved invalid at this location in type ConnectedAppOauthConfig',
    ],
    [
      'a permission set by its API name',
      () => connectedAppFile(pem, '<permissionSetName>Hub_Access</permissionSetName>'),
      'no PermissionSet named Hub_Access found',
    ],
    [
      'a refresh token policy that is none',
      () => connectedAppFile(pem).replace('infinite', 'forever'),
      'bad value for restricted picklist field: forever',
    ],
  ] as const) {
    it(`a connected app with ${what}`, async () => {
      const org = newOrg({ connectedAppCreation: true });
      await deployFiles(org, { 'permissionsets/Hub_Access.permissionset': label('Hub Access') });
      expect((await refused(org, { 'connectedApps/Hub.connectedApp': text() }))[0]).to.include(problem);
    });
  }
});
