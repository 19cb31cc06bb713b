import { expect } from 'chai';
import { deleteMetadata } from '../simulator/metadata/crud.ts';
import type { Org } from '../simulator/org.ts';
import { deleteRows, rows } from '../simulator/tables.ts';
import { call } from './simulator/callout-fixtures.ts';
import { addCredential, startLinked } from './simulator/link-fixtures.ts';
import { addCertificate, deployFiles, spokeFiles } from './simulator/metadata-fixtures.ts';
import { assign, start, stopAll } from './simulator/server-fixtures.ts';
import { snapshotOf } from './snapshot.ts';

const unlink = (org: Org, permissionSet: string, components: [type: string, name: string][]): void => {
  const [set] = rows(org, 'PermissionSet').filter((row) => row.Name === permissionSet);
  deleteRows(org, 'PermissionSetAssignment', (row) => row.PermissionSetId === set.Id);
  for (const [type, name] of [...components, ['PermissionSet', permissionSet]])
    expect(deleteMetadata(org, type, [name]).results[0].errors).to.deep.equal([]);
};

describe('A snapshot of an org', () => {
  afterEach(stopAll);

  it('is the same before a link and after it was taken away, and another one between', async () => {
    const { hub, spoke } = await startLinked();
    const states = () => [snapshotOf(hub.org), snapshotOf(spoke.org)];
    const away = (): void => {
      unlink(hub.org, 'Use_Spoke', [
        ['NamedCredential', 'Spoke'],
        ['ExternalCredential', 'Spoke'],
      ]);
      unlink(spoke.org, 'Hub_Access', [['ExternalClientApplication', 'Hub']]);
    };
    away();
    const before = states();
    await deployFiles(spoke.org, spokeFiles(hub.org.certificates.get('Hub_Key')!.pem));
    assign(spoke.org, spoke.service.Id, 'Hub_Access');
    const global = spoke.org.components.get('ExtlClntAppGlobalOauthSettings:Hub_glbloauth');
    await addCredential(hub, { ...spoke, consumerKey: String(global?.body.consumerKey) });
    assign(hub.org, hub.org.adminId, 'Use_Spoke');
    await call(hub);
    const between = snapshotOf(hub.org);
    expect(between.tokens).to.deep.equal(['Spoke']);
    expect(between.records.PermissionSetAssignment).to.deep.include({
      AssigneeId: 'User:admin@hub.example.com',
      ExpirationDate: null,
      IsActive: true,
      PermissionSetGroupId: null,
      PermissionSetId: 'PermissionSet:Use_Spoke',
    });
    expect(between.records.SetupEntityAccess[0]).to.include({
      ParentId: 'PermissionSet:Use_Spoke',
      SetupEntityId: 'ExternalCredentialParameter:Link-User',
    });
    expect(Object.keys(between.components)).to.deep.equal([
      'Certificate:Hub_Key',
      'ExternalCredential:Spoke',
      'NamedCredential:Spoke',
      'PermissionSet:Use_Spoke',
    ]);
    away();
    expect(states()).to.deep.equal(before);
  });

  it('sees what differs in a component or a record', async () => {
    const { org } = await start({ kind: 'developer', alias: 'hub' });
    await addCertificate(org);
    const before = snapshotOf(org);
    const [id, row] = [...org.tables.get('User')!][0];
    org.tables.get('User')!.set(id, { ...row, IsActive: false });
    expect(snapshotOf(org).components).to.deep.equal(before.components);
    expect(snapshotOf(org).records).to.not.deep.equal(before.records);
    org.tables.get('User')!.set(id, row);
    const held = org.components.get('Certificate:Hub_Key')!;
    org.components.set('Certificate:Hub_Key', { ...held, body: { ...held.body, masterLabel: 'Other' } });
    expect(snapshotOf(org).components).to.not.deep.equal(before.components);
  });
});
