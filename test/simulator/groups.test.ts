import { expect } from 'chai';
import { hasPermission } from '../../simulator/data/permissions.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { insertRow } from '../../simulator/tables.ts';
import { create, newSet, remove } from './record-fixtures.ts';
import { ask, refusal, root, rowWith, start, stopAll } from './server-fixtures.ts';

let org: SimulatedOrg;
let time = Date.parse('2026-01-31T08:00:00Z');

const newGroup = async (name: string, more: object = {}): Promise<string> =>
  (await create(org, 'PermissionSetGroup', { DeveloperName: name, MasterLabel: name, ...more })).json.id;
const join = (group: string, set: string): ReturnType<typeof create> =>
  create(org, 'PermissionSetGroupComponent', { PermissionSetGroupId: group, PermissionSetId: set });
const assignGroup = (user: string, group: string): ReturnType<typeof create> =>
  create(org, 'PermissionSetAssignment', { AssigneeId: user, PermissionSetGroupId: group });
const statusOf = async (name: string): Promise<string> => {
  const soql = encodeURIComponent(`SELECT Status FROM PermissionSetGroup WHERE DeveloperName = '${name}'`);
  return (await ask(org, 'GET', `${root}/query?q=${soql}`)).json.records[0].Status;
};
/** A permission set that gives a right which can be seen. */
const viewer = async (): Promise<string> =>
  (await create(org, 'PermissionSet', { Name: 'Viewer', Label: 'Viewer', PermissionsViewAllData: true })).json
    .id;
const modifyAllSet = async (): Promise<string> => {
  const set = await newSet(org, 'All');
  insertRow(org.org, 'ObjectPermissions', {
    ParentId: set,
    SobjectType: 'UserExternalCredential',
    PermissionsModifyAllRecords: true,
  });
  return set;
};

describe('Permission set groups', () => {
  beforeEach(async () => {
    org = await start({ settings: { now: () => time } });
  });
  afterEach(stopAll);

  it('give what they hold once they have been recalculated, and go on giving it until then', async () => {
    org.org.settings.groupRecalculation = 1000;
    const user = org.addUser({ username: 'low@org.example' });
    const may = (): boolean => hasPermission(org.org, user.Id, 'ViewAllData');
    const group = await newGroup('Callers');
    await assignGroup(user.Id, group);
    const { json } = await join(group, await viewer());
    expect([await statusOf('Callers'), may()]).to.deep.equal(['Updating', false]);
    time += 1000;
    expect([await statusOf('Callers'), may()]).to.deep.equal(['Updated', true]);
    expect((await remove(org, 'PermissionSetGroupComponent', json.id)).status).to.equal(204);
    expect([await statusOf('Callers'), may()]).to.deep.equal(['Updating', true]);
    time += 1000;
    expect([await statusOf('Callers'), may()]).to.deep.equal(['Updated', false]);
  });

  it('are not assigned while they are recalculated', async () => {
    org.org.settings.groupRecalculation = 1000;
    const user = org.addUser({ username: 'low@org.example' });
    const group = await newGroup('Callers');
    await join(group, await newSet(org));
    expect(refusal(await assignGroup(user.Id, group))).to.contain('that have the "Updated" status');
    time += 1000;
    expect((await assignGroup(user.Id, group)).status).to.equal(201);
  });

  it('give nothing where they ask for a session that activates them', async () => {
    const user = org.addUser({ username: 'low@org.example' });
    const group = await newGroup('Callers', { HasActivationRequired: true });
    await join(group, await viewer());
    await assignGroup(user.Id, group);
    expect(hasPermission(org.org, user.Id, 'ViewAllData')).to.equal(false);
  });

  it('take a permission set once, no set of a profile, and a hundred at most', async () => {
    const group = await newGroup('Callers');
    const set = await newSet(org);
    expect((await join(group, set)).status).to.equal(201);
    expect(refusal(await join(group, set))).to.match(/^DUPLICATE_VALUE/);
    const ofProfile = rowWith(org.org, 'PermissionSet', { IsOwnedByProfile: true });
    expect(refusal(await join(group, ofProfile.Id))).to.match(/^FIELD_INTEGRITY_EXCEPTION/);
    for (let i = 1; i < 100; i += 1)
      insertRow(org.org, 'PermissionSetGroupComponent', {
        PermissionSetGroupId: group,
        PermissionSetId: `${i}`,
      });
    expect(refusal(await join(group, await newSet(org, 'More')))).to.match(/^LIMIT_EXCEEDED/);
  });

  it('refuse what the licence of a member can not hold, on both ways', async () => {
    const user = org.addUser({ username: 'chat@org.example', profile: 'Chatter Free User' });
    const [group, set] = [await newGroup('Callers'), await modifyAllSet()];
    const { json } = await assignGroup(user.Id, group);
    expect(refusal(await join(group, set))).to.contain("The user license doesn't allow");
    await remove(org, 'PermissionSetAssignment', json.id);
    await join(group, set);
    expect(refusal(await assignGroup(user.Id, group))).to.contain("The user license doesn't allow");
  });

  it('of a package take sets of the org, and keep those of the package', async () => {
    const group = insertRow(org.org, 'PermissionSetGroup', { DeveloperName: 'Pack', NamespacePrefix: 'pkg' });
    const set = insertRow(org.org, 'PermissionSet', { Name: 'Its', NamespacePrefix: 'pkg' });
    const its = await join(group.Id, set.Id);
    expect(refusal(await remove(org, 'PermissionSetGroupComponent', its.json.id))).to.match(/^INSUFFICIENT/);
    const own = await join(group.Id, await newSet(org));
    expect((await remove(org, 'PermissionSetGroupComponent', own.json.id)).status).to.equal(204);
  });

  it('are changed by those who may manage permission sets', async () => {
    const user = org.addUser({ username: 'low@org.example' });
    const group = await newGroup('Callers');
    const fields = { PermissionSetGroupId: group, PermissionSetId: await newSet(org) };
    const answer = await create(org, 'PermissionSetGroupComponent', fields, org.login(user.Id));
    expect(refusal(answer)).to.match(/^INSUFFICIENT_ACCESS/);
  });
});
