import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { create, update, remove, newSet, newUser, profileId } from './record-fixtures.ts';
import { addCertificate } from './metadata-fixtures.ts';
import { addApp } from './link-fixtures.ts';
import { start, stopAll, ask, refusal, rowWith, root } from './server-fixtures.ts';

let org: SimulatedOrg;

describe('Records over REST', () => {
  beforeEach(async () => {
    org = await start({ kind: 'sandbox', alias: 'spoke' });
  });
  afterEach(stopAll);

  it('are created, read, changed and deleted', async () => {
    const { status, json } = await create(org, 'User', newUser(org));
    expect(status).to.equal(201);
    expect(json).to.deep.equal({ id: json.id, success: true, errors: [] });
    expect((await update(org, 'User', json.id, { LastName: 'Newer', IsActive: false })).status).to.equal(204);
    const read = await ask(org, 'GET', `${root}/sobjects/User/${json.id}?fields=Name,IsActive,CreatedById`);
    expect(read.json).to.include({ Name: 'Newer', IsActive: false, CreatedById: org.org.adminId });
    const set = await newSet(org);
    expect((await ask(org, 'GET', `${root}/sobjects/PermissionSet/${set.slice(0, 15)}`)).json).to.include({
      Id: set,
      Name: 'Set',
    });
    expect((await remove(org, 'PermissionSet', set)).status).to.equal(204);
    expect((await ask(org, 'GET', `${root}/sobjects/PermissionSet/${set}`)).status).to.equal(404);
    expect(org.log.flatMap(({ changes }) => changes)).to.deep.equal([
      `User:${json.id}`,
      `User:${json.id}`,
      `PermissionSet:${set}`,
      `PermissionSet:${set}`,
    ]);
  });

  it('derive the type of SetupEntityAccess, refuse strangers and duplicates', async () => {
    const { org: spoke } = await addApp(org, await addCertificate(org.org));
    const app = rowWith(spoke, 'ExternalClientApplication', { DeveloperName: 'Hub' });
    const fields = { ParentId: await newSet(org), SetupEntityId: app.Id };
    const { json } = await create(org, 'SetupEntityAccess', fields);
    expect(rowWith(spoke, 'SetupEntityAccess', { Id: json.id }).SetupEntityType).to.equal(
      'ExternalClientApplication'
    );
    expect(refusal(await create(org, 'SetupEntityAccess', fields))).to.match(/^DUPLICATE_VALUE: /);
    const stranger = { ...fields, SetupEntityId: org.org.adminId };
    expect(refusal(await create(org, 'SetupEntityAccess', stranger))).to.match(
      /^INVALID_CROSS_REFERENCE_KEY: /
    );
    const typed = { ...fields, SetupEntityType: 'ExternalClientApplication' };
    expect(refusal(await create(org, 'SetupEntityAccess', typed))).to.match(
      /^INVALID_FIELD_FOR_INSERT_UPDATE: /
    );
    expect((await remove(org, 'SetupEntityAccess', json.id)).status).to.equal(204);
  });

  it('keep the permission set of a profile with its users', async () => {
    const { json } = await create(org, 'User', newUser(org));
    const owned = (name: string) => rowWith(org.org, 'PermissionSet', { ProfileId: profileId(org, name) }).Id;
    const held = () => rowWith(org.org, 'PermissionSetAssignment', { AssigneeId: json.id });
    expect(held().PermissionSetId).to.equal(owned('Standard User'));
    await update(org, 'User', json.id, { ProfileId: profileId(org, 'System Administrator') });
    expect(held().PermissionSetId).to.equal(owned('System Administrator'));
    expect(refusal(await remove(org, 'PermissionSetAssignment', held().Id))).to.match(/^INSUFFICIENT_ACCESS/);
    expect(refusal(await remove(org, 'PermissionSet', owned('Standard User')))).to.match(
      /^INSUFFICIENT_ACCESS/
    );
  });

  it('end the sessions of a user who is switched off', async () => {
    const user = org.addUser({ username: 'eve@org.example' });
    const token = org.login(user.Id);
    expect((await ask(org, 'GET', '/services/data/v66.0', undefined, token)).status).to.equal(200);
    await update(org, 'User', user.Id, { IsActive: false });
    await update(org, 'User', user.Id, { IsActive: true });
    expect((await ask(org, 'GET', '/services/data/v66.0', undefined, token)).status).to.equal(401);
  });

  it('count permission set groups, but no expired assignments', async () => {
    const user = org.addUser({ username: 'low@org.example' });
    const token = org.login(user.Id);
    const set = (
      await create(org, 'PermissionSet', { Name: 'P', Label: 'P', PermissionsAssignPermissionSets: true })
    ).json.id;
    const group = (await create(org, 'PermissionSetGroup', { DeveloperName: 'G', MasterLabel: 'G' })).json.id;
    await create(org, 'PermissionSetGroupComponent', { PermissionSetGroupId: group, PermissionSetId: set });
    const may = async () => {
      const soql = encodeURIComponent('SELECT PermissionsAssignPermissionSets FROM UserPermissionAccess');
      const { json } = await ask(org, 'GET', `/services/data/v66.0/query?q=${soql}`, undefined, token);
      return json.records[0].PermissionsAssignPermissionSets as boolean;
    };
    expect(await may()).to.equal(false);
    const { json } = await create(org, 'PermissionSetAssignment', {
      AssigneeId: user.Id,
      PermissionSetGroupId: group,
    });
    expect(await may()).to.equal(true);
    await update(org, 'PermissionSetAssignment', json.id, { ExpirationDate: '2020-01-01T00:00:00Z' });
    expect(await may()).to.equal(false);
  });
});
