import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import type { Org } from '../../simulator/org.ts';
import { deleteRows, insertRow, rows } from '../../simulator/tables.ts';
import { appByConsumerKey } from '../../simulator/metadata/apps.ts';
import { text } from '../../simulator/metadata/content.ts';
import { readMetadata, upsertMetadata } from '../../simulator/metadata/crud.ts';
import {
  addCertificate,
  connectedAppFile,
  deployFiles,
  file,
  newOrg,
  problems,
  spokeFiles,
} from './metadata-fixtures.ts';

const keyOf = (org: Org): string =>
  text(readMetadata(org, 'ExtlClntAppGlobalOauthSettings', ['Hub_glbloauth'])[0], 'consumerKey') ?? '';

describe('simulator/metadata: apps', () => {
  let pem = '';
  before(async () => {
    pem = await addCertificate(newOrg());
  });

  const spoke = async (settings = {}): Promise<Org> => {
    const org = newOrg(settings);
    expect(problems(await deployFiles(org, spokeFiles(pem)))).to.deep.equal([]);
    return org;
  };

  it('finds an external client app by the consumer key that the org minted', async () => {
    const org = await spoke({ now: () => 1_780_000_000_000 });
    expect(keyOf(org)).to.match(/^3MVG9[\w.]{80}$/);
    const app = appByConsumerKey(org, keyOf(org));
    expect(app).to.deep.include({
      type: 'ExternalClientApplication',
      name: 'Hub',
      label: 'Hub',
      id: rows(org, 'ExternalClientApplication')[0]?.Id,
      enabled: true,
      adminApproved: true,
      enforcesIpRanges: false,
      scopes: ['api', 'refresh_token'],
      changedAt: 1_780_000_000_000,
    });
    expect(new X509Certificate(app?.certificate ?? '').fingerprint256).to.equal(
      new X509Certificate(pem).fingerprint256
    );
    expect(appByConsumerKey(org, 'nonsense')).to.equal(undefined);
  });

  it('keeps the key through a deploy without one, and hides it where the org does not reveal it', async () => {
    const org = await spoke();
    const key = keyOf(org);
    expect((await deployFiles(org, spokeFiles(pem))).changes).to.deep.equal([]);
    expect(keyOf(org)).to.equal(key);
    org.settings.revealConsumerKey = false;
    expect(readMetadata(org, 'ExtlClntAppGlobalOauthSettings', ['Hub_glbloauth'])[0]).to.not.have.property(
      'consumerKey'
    );
    expect(appByConsumerKey(org, key)).to.have.property('name', 'Hub');
  });

  for (const [form, encode] of [
    ['PEM', (pem: string) => pem],
    ['base64 of PEM', (pem: string) => Buffer.from(pem).toString('base64')],
    ['base64 of DER', (pem: string) => new X509Certificate(pem).raw.toString('base64')],
    ['indented PEM', (pem: string) => pem.replaceAll('\n', '\n        ')],
  ] as const) {
    it(`takes a certificate as ${form}`, async () => {
      const org = newOrg();
      expect(problems(await deployFiles(org, spokeFiles(encode(pem))))).to.deep.equal([]);
      const certificate = appByConsumerKey(org, keyOf(org))?.certificate ?? '';
      expect(new X509Certificate(certificate).fingerprint256).to.equal(
        new X509Certificate(pem).fingerprint256
      );
    });
  }

  it('notices when the app changed last, and whether it is on', async () => {
    let now = 1_780_000_000_000;
    const org = await spoke({ now: () => now });
    now += 5000;
    await upsertMetadata(org, [
      {
        type: 'ExtlClntAppConfigurablePolicies',
        fullName: 'Hub_plcy',
        body: { externalClientApplication: 'Hub', isEnabled: 'false' },
      },
    ]);
    expect(appByConsumerKey(org, keyOf(org))).to.include({ enabled: false, changedAt: now });
  });

  it('an upsert of a policy resets what it leaves out', async () => {
    const org = await spoke();
    const policy = { externalClientApplication: 'Hub', label: 'Hub_oauthPlcy' };
    const { results, changes } = await upsertMetadata(org, [
      { type: 'ExtlClntAppOauthConfigurablePolicies', fullName: 'Hub_oauthPlcy', body: policy },
    ]);
    expect(results).to.deep.equal([{ created: false, errors: [], fullName: 'Hub_oauthPlcy', success: true }]);
    expect(changes).to.deep.equal(['ExtlClntAppOauthConfigurablePolicies:Hub_oauthPlcy']);
    expect(appByConsumerKey(org, keyOf(org))).to.include({ adminApproved: false, enforcesIpRanges: true });
    expect(rows(org, 'SetupEntityAccess')).to.deep.equal([]);
  });

  it('tells pre-authorisation from the records', async () => {
    const org = await spoke();
    const read = () => readMetadata(org, 'ExtlClntAppOauthConfigurablePolicies', ['Hub_oauthPlcy'])[0];
    expect(read()).to.have.property('commaSeparatedPermissionSet', 'Hub_Access');
    deleteRows(org, 'SetupEntityAccess', () => true);
    expect(read()).to.not.have.property('commaSeparatedPermissionSet');
    expect((await deployFiles(org, spokeFiles(pem))).changes).to.deep.equal([
      'ExtlClntAppOauthConfigurablePolicies:Hub_oauthPlcy',
    ]);
    expect(read()).to.have.property('commaSeparatedPermissionSet', 'Hub_Access');
  });

  it('pre-authorises profiles too, through the permission sets that they own', async () => {
    const org = await spoke();
    const policy = { externalClientApplication: 'Hub', commaSeparatedProfile: 'System Administrator' };
    await upsertMetadata(org, [
      { type: 'ExtlClntAppOauthConfigurablePolicies', fullName: 'Hub_oauthPlcy', body: policy },
    ]);
    const profile = rows(org, 'Profile').find((row) => row.Name === 'System Administrator');
    const owned = rows(org, 'PermissionSet').find((row) => row.ProfileId === profile?.Id);
    expect(rows(org, 'SetupEntityAccess').map((row) => row.ParentId)).to.deep.equal([owned?.Id]);
  });

  it('a connected app names permission sets by label and keeps its key', async () => {
    const org = newOrg({ connectedAppCreation: true });
    const files = {
      'permissionsets/Hub_Access.permissionset': file('PermissionSet', '<label>Hub Access</label>'),
      'connectedApps/Hub.connectedApp': connectedAppFile(
        pem,
        '<permissionSetName>Hub Access</permissionSetName>'
      ),
    };
    expect(problems(await deployFiles(org, files))).to.deep.equal([]);
    const [read] = readMetadata(org, 'ConnectedApp', ['Hub']);
    const config = read?.oauthConfig as Record<string, string>;
    expect(config.scopes).to.deep.equal(['Api', 'RefreshToken']);
    expect(read?.permissionSetName).to.deep.equal(['Hub Access']);
    expect(appByConsumerKey(org, config.consumerKey ?? '')).to.deep.include({
      type: 'ConnectedApp',
      name: 'Hub',
      label: 'Hub App',
      adminApproved: true,
      enforcesIpRanges: true,
      scopes: ['api', 'refresh_token'],
    });
    expect(rows(org, 'SetupEntityAccess')[0]).to.include({ SetupEntityType: 'ConnectedApplication' });
    expect((await deployFiles(org, files)).changes).to.deep.equal([]);
  });

  it('a permission set that was inserted as a record is a component', () => {
    const org = newOrg();
    insertRow(org, 'PermissionSet', {
      Name: 'By_Hand',
      Label: 'By Hand',
      Description: null,
      IsOwnedByProfile: false,
    });
    expect(readMetadata(org, 'PermissionSet', ['By_Hand'])[0]).to.deep.equal({
      fullName: 'By_Hand',
      hasActivationRequired: 'false',
      label: 'By Hand',
    });
    deleteRows(org, 'PermissionSet', (row) => row.Name === 'By_Hand');
    expect(readMetadata(org, 'PermissionSet', ['By_Hand'])).to.deep.equal([undefined]);
  });
});
