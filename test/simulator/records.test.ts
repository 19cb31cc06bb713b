import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { addCertificate, deployFiles, hubFiles, label } from './metadata-fixtures.ts';
import { addApp, ask, assign, grant, refusal, rowWith, start, stopAll } from './pair-fixtures.ts';

const root = '/services/data/v66.0/sobjects';

let org: SimulatedOrg;

const create = (sobject: string, fields: object, token?: string) =>
  ask(org, 'POST', `${root}/${sobject}`, fields, token);
const update = (sobject: string, id: string, fields: object) =>
  ask(org, 'PATCH', `${root}/${sobject}/${id}`, fields);
const remove = (sobject: string, id: string) => ask(org, 'DELETE', `${root}/${sobject}/${id}`);

const newSet = async (name = 'Set'): Promise<string> =>
  (await create('PermissionSet', { Name: name, Label: name })).json.id;

const profileId = (name: string): string => rowWith(org.org, 'Profile', { Name: name }).Id;

const newUser = (changes: object = {}) => ({
  Username: 'new@org.example',
  LastName: 'New',
  Email: 'new@org.example',
  Alias: 'new',
  ProfileId: profileId('Standard User'),
  LanguageLocaleKey: 'en_US',
  LocaleSidKey: 'en_US',
  TimeZoneSidKey: 'GMT',
  EmailEncodingKey: 'UTF-8',
  ...changes,
});

describe('Records over REST', () => {
  beforeEach(async () => {
    org = await start({ kind: 'sandbox', alias: 'spoke' });
  });
  afterEach(stopAll);

  it('are created, read, changed and deleted', async () => {
    const { status, json } = await create('User', newUser());
    expect(status).to.equal(201);
    expect(json).to.deep.equal({ id: json.id, success: true, errors: [] });
    expect((await update('User', json.id, { LastName: 'Newer', IsActive: false })).status).to.equal(204);
    const read = await ask(org, 'GET', `${root}/User/${json.id}?fields=Name,IsActive,CreatedById`);
    expect(read.json).to.include({ Name: 'Newer', IsActive: false, CreatedById: org.org.adminId });
    const set = await newSet();
    expect((await ask(org, 'GET', `${root}/PermissionSet/${set.slice(0, 15)}`)).json).to.include({
      Id: set,
      Name: 'Set',
    });
    expect((await remove('PermissionSet', set)).status).to.equal(204);
    expect((await ask(org, 'GET', `${root}/PermissionSet/${set}`)).status).to.equal(404);
    expect(org.log.flatMap(({ changes }) => changes)).to.deep.equal([
      `User:${json.id}`,
      `User:${json.id}`,
      `PermissionSet:${set}`,
      `PermissionSet:${set}`,
    ]);
  });

  it('refuse a second assignment in the words of Salesforce', async () => {
    const set = await newSet();
    const fields = { AssigneeId: org.org.adminId, PermissionSetId: set };
    expect((await create('PermissionSetAssignment', fields)).status).to.equal(201);
    const again = await create('PermissionSetAssignment', fields);
    expect(again.status).to.equal(400);
    expect(refusal(again)).to.equal(
      `DUPLICATE_VALUE: Duplicate PermissionSetAssignment. Assignee: ${org.org.adminId}; Permission Set: ${set}`
    );
  });

  it('refuse an assignment to an inactive user', async () => {
    const user = org.addUser({ username: 'off@org.example', isActive: false });
    const answer = await create('PermissionSetAssignment', {
      AssigneeId: user.Id,
      PermissionSetId: await newSet(),
    });
    expect(refusal(answer)).to.match(/^FIELD_INTEGRITY_EXCEPTION: /);
  });

  it('refuse Modify All where the licence cannot hold it, and take Read', async () => {
    await addCertificate(org.org);
    await deployFiles(org.org, hubFiles());
    const modify = rowWith(org.org, 'PermissionSet', { Name: 'Use_Spoke' });
    const user = rowWith(org.org, 'User', { UserType: 'AutomatedProcess' });
    const answer = await create('PermissionSetAssignment', {
      AssigneeId: user.Id,
      PermissionSetId: modify.Id,
    });
    expect(refusal(answer)).to.equal(
      'FIELD_INTEGRITY_EXCEPTION: Can\'t assign permission set "Use Spoke" to user "Automated Process". The user license doesn\'t allow the permission: Modify All User External Credentials'
    );
    const other = { AssigneeId: user.Id, PermissionSetId: await newSet() };
    expect((await create('PermissionSetAssignment', other)).status).to.equal(201);
  });

  it('derive the type of SetupEntityAccess, refuse strangers and duplicates', async () => {
    const { org: spoke } = await addApp(org, await addCertificate(org.org));
    const app = rowWith(spoke, 'ExternalClientApplication', { DeveloperName: 'Hub' });
    const fields = { ParentId: await newSet(), SetupEntityId: app.Id };
    const { json } = await create('SetupEntityAccess', fields);
    expect(rowWith(spoke, 'SetupEntityAccess', { Id: json.id }).SetupEntityType).to.equal(
      'ExternalClientApplication'
    );
    expect(refusal(await create('SetupEntityAccess', fields))).to.match(/^DUPLICATE_VALUE: /);
    const stranger = { ...fields, SetupEntityId: org.org.adminId };
    expect(refusal(await create('SetupEntityAccess', stranger))).to.match(/^INVALID_CROSS_REFERENCE_KEY: /);
    const typed = { ...fields, SetupEntityType: 'ExternalClientApplication' };
    expect(refusal(await create('SetupEntityAccess', typed))).to.match(/^INVALID_FIELD_FOR_INSERT_UPDATE: /);
    expect((await remove('SetupEntityAccess', json.id)).status).to.equal(204);
  });

  it('keep the permission set of a profile with its users', async () => {
    const { json } = await create('User', newUser());
    const owned = (name: string) => rowWith(org.org, 'PermissionSet', { ProfileId: profileId(name) }).Id;
    const held = () => rowWith(org.org, 'PermissionSetAssignment', { AssigneeId: json.id });
    expect(held().PermissionSetId).to.equal(owned('Standard User'));
    await update('User', json.id, { ProfileId: profileId('System Administrator') });
    expect(held().PermissionSetId).to.equal(owned('System Administrator'));
    expect(refusal(await remove('PermissionSetAssignment', held().Id))).to.match(/^INSUFFICIENT_ACCESS/);
    expect(refusal(await remove('PermissionSet', owned('Standard User')))).to.match(/^INSUFFICIENT_ACCESS/);
  });

  it('end the sessions of a user who is switched off', async () => {
    const user = org.addUser({ username: 'eve@org.example' });
    const token = org.login(user.Id);
    expect((await ask(org, 'GET', '/services/data/v66.0', undefined, token)).status).to.equal(200);
    await update('User', user.Id, { IsActive: false });
    await update('User', user.Id, { IsActive: true });
    expect((await ask(org, 'GET', '/services/data/v66.0', undefined, token)).status).to.equal(401);
  });

  const refusals: [
    what: string,
    sobject: string,
    fields: () => object | string,
    status: number,
    text: string,
  ][] = [
    ['an unknown sObject', 'Nope', () => ({}), 404, 'NOT_FOUND: The requested resource does not exist'],
    [
      'an unknown field',
      'User',
      () => newUser({ Nope: 1 }),
      400,
      "INVALID_FIELD: No such column 'Nope' on sobject of type User",
    ],
    [
      'missing fields',
      'PermissionSet',
      () => ({ Name: 'A' }),
      400,
      'REQUIRED_FIELD_MISSING: Required fields are missing: [Label]',
    ],
    [
      'an id of another type',
      'User',
      () => newUser({ ProfileId: org.org.adminId }),
      400,
      'MALFORMED_ID: ProfileId: id value of incorrect type',
    ],
    [
      'an id that leads nowhere',
      'User',
      () => newUser({ ProfileId: '00e000000000000AAA' }),
      400,
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    ],
    [
      'text for a boolean',
      'User',
      () => newUser({ IsActive: 'yes' }),
      400,
      'JSON_PARSER_ERROR: Cannot deserialize instance of boolean from VALUE_STRING value yes',
    ],
    [
      'a taken user name',
      'User',
      () => newUser({ Username: org.username.toUpperCase() }),
      400,
      'DUPLICATE_USERNAME: ',
    ],
    ['a user name that is none', 'User', () => newUser({ Username: 'new' }), 400, 'INVALID_EMAIL_ADDRESS: '],
    [
      'what only metadata makes',
      'ExternalClientApplication',
      () => ({ DeveloperName: 'A' }),
      405,
      "METHOD_NOT_ALLOWED: HTTP Method 'POST' not allowed",
    ],
    ['what is no JSON', 'User', () => '{', 400, 'JSON_PARSER_ERROR: '],
  ];
  for (const [what, sobject, fields, status, text] of refusals) {
    it(`refuse ${what}`, async () => {
      const body = fields();
      const answer = await create(sobject, body as object);
      expect(answer.status).to.equal(status);
      expect(refusal(answer)).to.include(text);
      expect(org.log.flatMap(({ changes }) => changes)).to.deep.equal([]);
    });
  }

  it('refuse to delete a permission set that is assigned, or a user at all', async () => {
    const set = await newSet();
    assign(org.org, org.org.adminId, 'Set');
    expect(refusal(await remove('PermissionSet', set))).to.match(/^DELETE_FAILED: /);
    expect(refusal(await remove('User', org.org.adminId))).to.match(/^METHOD_NOT_ALLOWED: /);
  });

  it('want the permission that each write needs', async () => {
    const user = org.addUser({ username: 'low@org.example' });
    const token = org.login(user.Id);
    const set = await newSet();
    const fields = { AssigneeId: user.Id, PermissionSetId: set };
    const before = await create('PermissionSetAssignment', fields, token);
    expect([before.status, before.json[0].errorCode]).to.deep.equal([403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    expect((await create('User', newUser(), token)).status).to.equal(403);
    expect((await create('PermissionSet', { Name: 'B', Label: 'B' }, token)).status).to.equal(403);
    grant(org.org, user.Id, 'Assigner', { PermissionsAssignPermissionSets: true });
    expect((await create('PermissionSetAssignment', fields, token)).status).to.equal(201);
  });

  it('count permission set groups, but no expired assignments', async () => {
    const user = org.addUser({ username: 'low@org.example' });
    const token = org.login(user.Id);
    const set = (
      await create('PermissionSet', { Name: 'P', Label: 'P', PermissionsAssignPermissionSets: true })
    ).json.id;
    const group = (await create('PermissionSetGroup', { DeveloperName: 'G', MasterLabel: 'G' })).json.id;
    await create('PermissionSetGroupComponent', { PermissionSetGroupId: group, PermissionSetId: set });
    const may = async () => {
      const soql = encodeURIComponent('SELECT PermissionsAssignPermissionSets FROM UserPermissionAccess');
      const { json } = await ask(org, 'GET', `/services/data/v66.0/query?q=${soql}`, undefined, token);
      return json.records[0].PermissionsAssignPermissionSets as boolean;
    };
    expect(await may()).to.equal(false);
    const { json } = await create('PermissionSetAssignment', {
      AssigneeId: user.Id,
      PermissionSetGroupId: group,
    });
    expect(await may()).to.equal(true);
    await update('PermissionSetAssignment', json.id, { ExpirationDate: '2020-01-01T00:00:00Z' });
    expect(await may()).to.equal(false);
  });
});

describe('DML of anonymous Apex', () => {
  beforeEach(async () => {
    org = await start();
  });
  afterEach(stopAll);

  const apex = async (code: string) =>
    (
      await ask(
        org,
        'GET',
        `/services/data/v66.0/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(code)}`
      )
    ).json;

  const assignCode =
    "insert new PermissionSetAssignment(AssigneeId = UserInfo.getUserId(), PermissionSetId = [SELECT Id FROM PermissionSet WHERE Name = 'A'].Id);";

  it('meets the rules of REST', async () => {
    await deployFiles(org.org, { 'permissionsets/A.permissionset': label('A') });
    expect(await apex(assignCode)).to.include({ success: true });
    const { exceptionMessage } = await apex(assignCode);
    expect(exceptionMessage).to.match(
      /^System\.DmlException: Insert failed\. First exception on row 0; first error: DUPLICATE_VALUE, Duplicate PermissionSetAssignment\. Assignee: 005\w{15}; Permission Set: 0PS\w{15}: \[AssigneeId, PermissionSetId\]$/
    );
  });

  it('is rolled back by an exception', async () => {
    await deployFiles(org.org, { 'permissionsets/A.permissionset': label('A') });
    expect(await apex(`${assignCode} System.assert(false, 'done');`)).to.include({
      exceptionMessage: 'System.AssertException: Assertion Failed: done',
    });
    expect(await apex(assignCode)).to.include({ success: true });
  });
});
