import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import { readMetadata } from '../../simulator/metadata/crud.ts';
import {
  addCertificate,
  deployFiles,
  file,
  hub,
  hubFiles,
  manifest,
  newOrg,
  problems,
  row,
  spokeFiles,
  state,
} from './metadata-fixtures.ts';

describe('simulator/metadata/deploy', () => {
  it('deploys a hub whole, whatever the order of the files', async () => {
    const org = await hub();
    const result = await deployFiles(org, hubFiles());
    expect(problems(result)).to.deep.equal([]);
    expect(result).to.include({
      done: true,
      success: true,
      status: 'Succeeded',
      numberComponentsTotal: 3,
      numberComponentsDeployed: 3,
    });
    expect(result.changes).to.deep.equal([
      'ExternalCredential:Spoke',
      'NamedCredential:Spoke',
      'PermissionSet:Use_Spoke',
    ]);
    expect(
      result.details.componentSuccesses.map(({ fileName, created }) => [fileName, created])
    ).to.deep.equal([
      ['package.xml', false],
      ['externalCredentials/Spoke.externalCredential', true],
      ['namedCredentials/Spoke.namedCredential', true],
      ['permissionsets/Use_Spoke.permissionset', true],
    ]);
  });

  it('keeps the records in step', async () => {
    const org = await hub();
    await deployFiles(org, hubFiles());
    const set = row(org, 'PermissionSet', 'Use_Spoke');
    const principal = rows(org, 'ExternalCredentialParameter').find(
      (one) => one.ParameterType === 'NamedPrincipal'
    );
    expect(set).to.include({
      Label: 'Use Spoke',
      IsCustom: true,
      IsOwnedByProfile: false,
      Type: 'Regular',
      LicenseId: null,
    });
    expect(principal).to.include({
      ParameterName: 'Link-User',
      ExternalCredentialId: row(org, 'ExternalCredential', 'Spoke')?.Id,
    });
    expect(principal?.Id).to.match(/^0pu/);
    expect(rows(org, 'SetupEntityAccess')).to.have.length(1);
    expect(rows(org, 'SetupEntityAccess')[0]).to.include({
      ParentId: set?.Id,
      SetupEntityId: principal?.Id,
      SetupEntityType: 'ExternalCredentialParameter',
    });
    expect(rows(org, 'ObjectPermissions').find((one) => one.ParentId === set?.Id)).to.include({
      SobjectType: 'UserExternalCredential',
      PermissionsModifyAllRecords: true,
    });
    expect(row(org, 'NamedCredential', 'Spoke')).to.include({ Endpoint: 'https://spoke.example' });
  });

  it('changes nothing the second time, and says so', async () => {
    const org = await hub();
    await deployFiles(org, hubFiles());
    const before = state(org);
    const again = await deployFiles(org, hubFiles());
    expect(again.changes).to.deep.equal([]);
    expect(
      again.details.componentSuccesses
        .slice(1)
        .every(({ created, changed, success }) => success && !created && !changed)
    ).to.equal(true);
    expect(state(org).replace(/"(LastModifiedDate|SystemModstamp)":"[^"]*"/g, '')).to.equal(
      before.replace(/"(LastModifiedDate|SystemModstamp)":"[^"]*"/g, '')
    );
  });

  it('deploys a spoke whole; the policy may come before the permission set and the app', async () => {
    const org = newOrg();
    const pem = await addCertificate(newOrg());
    const result = await deployFiles(org, spokeFiles(pem));
    expect(problems(result)).to.deep.equal([]);
    const app = row(org, 'ExternalClientApplication', 'Hub');
    expect(rows(org, 'SetupEntityAccess')).to.have.length(1);
    expect(rows(org, 'SetupEntityAccess')[0]).to.include({
      ParentId: row(org, 'PermissionSet', 'Hub_Access')?.Id,
      SetupEntityId: app?.Id,
      SetupEntityType: 'ExternalClientApplication',
    });
    expect(rows(org, 'ExtlClntAppOauthPlcyCnfg')).to.have.length(1);
    expect(rows(org, 'ExtlClntAppOauthPlcyCnfg')[0]).to.include({
      DeveloperName: 'Hub_oauthPlcy',
      PermittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    });
  });

  it('takes what it gives back: retrieved content deploys unchanged', async () => {
    const org = newOrg();
    await deployFiles(org, spokeFiles(await addCertificate(newOrg())));
    const [app] = readMetadata(org, 'ExternalClientApplication', ['Hub']);
    const [settings] = readMetadata(org, 'ExtlClntAppOauthSettings', ['Hub_oauth']);
    expect(app?.orgScopedExternalApp).to.equal(`${org.id.slice(0, 15)}:Hub`);
    expect(settings).to.include({
      commaSeparatedOauthScopes: 'Api, RefreshToken',
      isFirstPartyAppEnabled: 'false',
    });
    expect(settings?.oauthLink).to.match(new RegExp(`^${org.id.slice(0, 15)}:888`));
    const result = await deployFiles(org, {
      'externalClientApps/Hub.eca': file(
        'ExternalClientApplication',
        `<contactEmail>admin@hub.example</contactEmail><distributionState>Local</distributionState><isProtected>false</isProtected><label>Hub</label><orgScopedExternalApp>${org.id.slice(0, 15)}:Hub</orgScopedExternalApp>`
      ),
    });
    expect(result.success).to.equal(true);
    expect(result.changes).to.deep.equal([]);
  });

  it('a wildcard takes all files of a type', async () => {
    const result = await deployFiles(newOrg(), {
      'package.xml': manifest({ PermissionSet: ['*'] }),
      'permissionsets/A.permissionset': file('PermissionSet', '<label>A</label>'),
      'permissionsets/B.permissionset': file('PermissionSet', '<label>B</label>'),
    });
    expect(result.changes).to.deep.equal(['PermissionSet:A', 'PermissionSet:B']);
  });

  it('warns about references to types that are not simulated', async () => {
    const result = await deployFiles(newOrg(), {
      'permissionsets/A.permissionset': file(
        'PermissionSet',
        '<classAccesses><apexClass>Foo</apexClass><enabled>true</enabled></classAccesses><label>A</label>'
      ),
    });
    expect(result.success).to.equal(true);
    expect(result.details.componentSuccesses[1]).to.include({
      problemType: 'Warning',
      problem: 'not simulated: ApexClass Foo (classAccesses) is not checked',
    });
  });

  it('mints a key of its own for the certificate of another org, and renews its own', async () => {
    const foreign = await addCertificate(newOrg(), 'Hub_Key');
    const org = newOrg();
    const files = {
      'certs/Hub_Key.crt': foreign,
      'certs/Hub_Key.crt-meta.xml': file(
        'Certificate',
        '<caSigned>false</caSigned><keySize>2048</keySize><masterLabel>Hub Key</masterLabel>'
      ),
    };
    expect(problems(await deployFiles(org, files))).to.deep.equal([]);
    const first = new X509Certificate(org.certificates.get('Hub_Key')?.pem ?? '');
    const copied = new X509Certificate(foreign);
    expect(first.fingerprint256).to.not.equal(copied.fingerprint256);
    expect(first.validTo).to.equal(copied.validTo);
    expect(first.subject).to.include(`OU=${org.id.slice(0, 15)}`);
    expect((await deployFiles(org, files)).changes).to.deep.equal(['Certificate:Hub_Key']);
    expect(new X509Certificate(org.certificates.get('Hub_Key')?.pem ?? '').fingerprint256).to.not.equal(
      first.fingerprint256
    );
  });
});
