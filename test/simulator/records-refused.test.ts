import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { create, remove, newSet, newUser } from './record-fixtures.ts';
import { addCertificate, deployFiles, hubFiles } from './metadata-fixtures.ts';
import { start, stopAll, refusal, rowWith, assign, grant } from './server-fixtures.ts';

let org: SimulatedOrg;

describe('Records that are refused', () => {
  beforeEach(async () => {
    org = await start({ kind: 'sandbox', alias: 'spoke' });
  });
  afterEach(stopAll);

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
      () => newUser(org, { Nope: 1 }),
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
      () => newUser(org, { ProfileId: org.org.adminId }),
      400,
      'MALFORMED_ID: ProfileId: id value of incorrect type',
    ],
    [
      'an id that leads nowhere',
      'User',
      () => newUser(org, { ProfileId: '00e000000000000AAA' }),
      400,
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    ],
    [
      'text for a boolean',
      'User',
      () => newUser(org, { IsActive: 'yes' }),
      400,
      'JSON_PARSER_ERROR: Cannot deserialize instance of boolean from VALUE_STRING value yes',
    ],
    [
      'a taken user name',
      'User',
      () => newUser(org, { Username: org.username.toUpperCase() }),
      400,
      'DUPLICATE_USERNAME: ',
    ],
    [
      'a user name that is none',
      'User',
      () => newUser(org, { Username: 'new' }),
      400,
      'FIELD_INTEGRITY_EXCEPTION: Username must be in the form of an email address',
    ],
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
      const answer = await create(org, sobject, body);
      expect(answer.status).to.equal(status);
      expect(refusal(answer)).to.include(text);
      expect(org.log.flatMap(({ changes }) => changes)).to.deep.equal([]);
    });
  }

  it('refuse to delete a permission set that is assigned, or a user at all', async () => {
    const set = await newSet(org);
    assign(org.org, org.org.adminId, 'Set');
    expect(refusal(await remove(org, 'PermissionSet', set))).to.match(/^DELETE_FAILED: /);
    expect(refusal(await remove(org, 'User', org.org.adminId))).to.match(/^METHOD_NOT_ALLOWED: /);
  });

  it('want the permission that each write needs', async () => {
    const user = org.addUser({ username: 'low@org.example' });
    const token = org.login(user.Id);
    const set = await newSet(org);
    const fields = { AssigneeId: user.Id, PermissionSetId: set };
    const before = await create(org, 'PermissionSetAssignment', fields, token);
    expect([before.status, before.json[0].errorCode]).to.deep.equal([403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    expect((await create(org, 'User', newUser(org), token)).status).to.equal(403);
    expect((await create(org, 'PermissionSet', { Name: 'B', Label: 'B' }, token)).status).to.equal(403);
    grant(org.org, user.Id, 'Assigner', { PermissionsAssignPermissionSets: true });
    expect((await create(org, 'PermissionSetAssignment', fields, token)).status).to.equal(201);
  });

  it('refuse a second assignment in the words of Salesforce', async () => {
    const set = await newSet(org);
    const fields = { AssigneeId: org.org.adminId, PermissionSetId: set };
    expect((await create(org, 'PermissionSetAssignment', fields)).status).to.equal(201);
    const again = await create(org, 'PermissionSetAssignment', fields);
    expect(again.status).to.equal(400);
    expect(refusal(again)).to.equal(
      `DUPLICATE_VALUE: Duplicate PermissionSetAssignment. Assignee: ${org.org.adminId}; Permission Set: ${set}`
    );
  });

  it('refuse an assignment to an inactive user', async () => {
    const user = org.addUser({ username: 'off@org.example', isActive: false });
    const answer = await create(org, 'PermissionSetAssignment', {
      AssigneeId: user.Id,
      PermissionSetId: await newSet(org),
    });
    expect(refusal(answer)).to.match(/^FIELD_INTEGRITY_EXCEPTION: /);
  });

  it('refuse Modify All where the licence cannot hold it, and take Read', async () => {
    await addCertificate(org.org);
    await deployFiles(org.org, hubFiles());
    const modify = rowWith(org.org, 'PermissionSet', { Name: 'Use_Spoke' });
    const user = rowWith(org.org, 'User', { UserType: 'AutomatedProcess' });
    const answer = await create(org, 'PermissionSetAssignment', {
      AssigneeId: user.Id,
      PermissionSetId: modify.Id,
    });
    expect(refusal(answer)).to.equal(
      'FIELD_INTEGRITY_EXCEPTION: Can\'t assign permission set "Use Spoke" to user "Automated Process". The user license doesn\'t allow the permission: Modify All User External Credentials'
    );
    const other = { AssigneeId: user.Id, PermissionSetId: await newSet(org) };
    expect((await create(org, 'PermissionSetAssignment', other)).status).to.equal(201);
  });
});
