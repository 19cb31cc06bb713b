import { expect } from 'chai';
import { deleteRecord } from '../../simulator/data/records.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { call, noCredential, noEndpoint, thrown } from './callout-fixtures.ts';
import { startLinked } from './link-fixtures.ts';
import { deployFiles, hubFiles } from './metadata-fixtures.ts';
import { assign, grant, rowWith, stopAll } from './server-fixtures.ts';

let hub: SimulatedOrg;

describe('Access to a named credential', () => {
  beforeEach(async () => {
    ({ hub } = await startLinked());
  });
  afterEach(stopAll);

  it('wants Customize Application, a principal, and Modify All on User External Credentials', async () => {
    const user = hub.addUser({ username: 'caller@hub.example' });
    expect(await thrown(hub, {}, user.Id)).to.equal(noEndpoint('Spoke'));
    grant(hub.org, user.Id, 'Customize', { PermissionsCustomizeApplication: true });
    expect(await thrown(hub, {}, user.Id)).to.equal(noCredential);
    assign(hub.org, user.Id, 'Use_Spoke');
    expect((await call(hub, {}, user.Id)).statusCode).to.equal(200);
  });

  it('works with Read as long as the stored token lives', async () => {
    const files = hubFiles()['permissionsets/Use_Spoke.permissionset'].replace(
      /<objectPermissions>.*<\/objectPermissions>/,
      '<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>UserExternalCredential</object><viewAllRecords>false</viewAllRecords></objectPermissions>'
    );
    await deployFiles(hub.org, { 'permissionsets/Use_Spoke.permissionset': files });
    const user = hub.addUser({ username: 'reader@hub.example' });
    grant(hub.org, user.Id, 'Customize', { PermissionsCustomizeApplication: true });
    assign(hub.org, user.Id, 'Use_Spoke');
    expect(await thrown(hub, {}, user.Id)).to.equal(noCredential);
    await call(hub);
    expect((await call(hub, {}, user.Id)).statusCode).to.equal(200);
    hub.org.calloutTokens.clear();
    expect(await thrown(hub, {}, user.Id)).to.equal(noCredential);
  });

  it('stops when the permission set is taken away', async () => {
    const set = rowWith(hub.org, 'PermissionSet', { Name: 'Use_Spoke' });
    const held = rowWith(hub.org, 'PermissionSetAssignment', { PermissionSetId: set.Id });
    deleteRecord({ org: hub.org, userId: hub.org.adminId, api: 'data' }, 'PermissionSetAssignment', held.Id);
    expect(await thrown(hub)).to.equal(noCredential);
  });
});
