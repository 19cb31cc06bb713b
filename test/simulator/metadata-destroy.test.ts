import { expect } from 'chai';
import { insertRow, rows } from '../../simulator/tables.ts';
import {
  addCertificate,
  deployFiles,
  hub,
  hubFiles,
  label,
  manifest,
  newOrg,
  problems,
  row,
  spokeFiles,
} from './metadata-fixtures.ts';

describe('simulator/metadata/destroy', () => {
  const destructive = (members: Record<string, string[]>, name = 'destructiveChanges.xml') => ({
    'package.xml': manifest({}),
    [name]: manifest(members),
  });

  it('a hub, in an order that works, with its records', async () => {
    const org = await hub();
    await deployFiles(org, hubFiles());
    const result = await deployFiles(
      org,
      destructive({
        Certificate: ['Hub_Key'],
        ExternalCredential: ['Spoke'],
        NamedCredential: ['Spoke'],
        PermissionSet: ['Use_Spoke'],
      })
    );
    expect(problems(result)).to.deep.equal([]);
    expect(result.changes).to.have.members([
      'Certificate:Hub_Key',
      'ExternalCredential:Spoke',
      'NamedCredential:Spoke',
      'PermissionSet:Use_Spoke',
    ]);
    for (const sobject of [
      'ExternalCredential',
      'ExternalCredentialParameter',
      'NamedCredential',
      'Certificate',
      'SetupEntityAccess',
    ]) {
      expect(rows(org, sobject), sobject).to.deep.equal([]);
    }
    expect(org.certificates.size).to.equal(0);
  });

  it('no permission set that is assigned, as over REST', async () => {
    const org = await hub();
    await deployFiles(org, hubFiles());
    insertRow(org, 'PermissionSetAssignment', {
      AssigneeId: org.adminId,
      PermissionSetId: row(org, 'PermissionSet', 'Use_Spoke')?.Id,
    });
    const result = await deployFiles(org, destructive({ PermissionSet: ['Use_Spoke'] }));
    expect(problems(result)).to.deep.equal([
      "PermissionSet Use_Spoke: You can't delete a permission set that's assigned to users.",
    ]);
    expect(row(org, 'PermissionSet', 'Use_Spoke')).to.not.equal(undefined);
  });

  it('an app with all that belongs to it', async () => {
    const org = newOrg();
    await deployFiles(org, spokeFiles(await addCertificate(newOrg())));
    const result = await deployFiles(
      org,
      destructive(
        { ExternalClientApplication: ['Hub'], ExtlClntAppOauthSettings: ['Hub_oauth'] },
        'destructiveChangesPost.xml'
      )
    );
    expect(problems(result)).to.deep.equal([]);
    expect([...org.components.keys()]).to.deep.equal(['PermissionSet:Hub_Access']);
    expect(rows(org, 'SetupEntityAccess')).to.deep.equal([]);
  });

  it('what is not there with a warning, which fails the deploy unless warnings are ignored', async () => {
    const org = newOrg();
    await deployFiles(org, { 'permissionsets/A.permissionset': label('A') });
    const files = destructive({ PermissionSet: ['Nobody', 'A'] });
    const warning = { problemType: 'Warning', problem: 'No PermissionSet named: Nobody found' };
    const failed = await deployFiles(org, files);
    expect(failed).to.include({ success: false, status: 'Failed', numberComponentErrors: 1 });
    expect(failed.details.componentFailures[0]).to.include({ ...warning, success: false });
    expect(row(org, 'PermissionSet', 'A')).to.not.equal(undefined);
    const ignored = await deployFiles(org, files, { ignoreWarnings: true });
    expect(ignored).to.include({ success: true, status: 'Succeeded' });
    expect(ignored.details.componentSuccesses[1]).to.include({ ...warning, success: true });
    expect(row(org, 'PermissionSet', 'A')).to.equal(undefined);
  });

  it('nothing that is still needed', async () => {
    const org = await hub();
    await deployFiles(org, hubFiles());
    const result = await deployFiles(org, destructive({ ExternalCredential: ['Spoke'] }));
    expect(problems(result)[0]).to.include('referenced elsewhere').and.to.include('Named Credential - Spoke');
    expect(row(org, 'ExternalCredential', 'Spoke')).to.not.equal(undefined);
  });
});
