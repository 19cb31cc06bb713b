import { expect } from 'chai';
import { insertRow, rows } from '../../simulator/tables.ts';
import {
  addCertificate,
  deployFiles,
  hub,
  hubFiles,
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

  it('a hub, in an order that works, with its records and assignments', async () => {
    const org = await hub();
    await deployFiles(org, hubFiles());
    insertRow(org, 'PermissionSetAssignment', {
      AssigneeId: org.adminId,
      PermissionSetId: row(org, 'PermissionSet', 'Use_Spoke')?.Id,
    });
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
    expect(
      rows(org, 'PermissionSetAssignment').filter((one) => one.AssigneeId === org.adminId)
    ).to.have.length(1);
    expect(org.certificates.size).to.equal(0);
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

  it('what is not there with a warning', async () => {
    const result = await deployFiles(newOrg(), destructive({ PermissionSet: ['Nobody'] }));
    expect(result.success).to.equal(true);
    expect(result.details.componentSuccesses[1]).to.include({
      problemType: 'Warning',
      problem: 'No PermissionSet named: Nobody found',
    });
  });

  it('nothing that is still needed', async () => {
    const org = await hub();
    await deployFiles(org, hubFiles());
    const result = await deployFiles(org, destructive({ ExternalCredential: ['Spoke'] }));
    expect(problems(result)[0]).to.include('referenced elsewhere').and.to.include('Named Credential - Spoke');
    expect(row(org, 'ExternalCredential', 'Spoke')).to.not.equal(undefined);
  });
});
