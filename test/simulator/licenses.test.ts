import { expect } from 'chai';
import { type SimulatedOrg, startOrg } from '../../simulator/server.ts';
import { create, newSet, newUser, profileId, remove, update } from './record-fixtures.ts';
import { type Answer, ask, query, refusal, rowWith } from './server-fixtures.ts';

const integration = 'Minimum Access - API Only Integrations';

describe('licences of a simulated org', () => {
  let org: SimulatedOrg;
  beforeEach(async () => {
    org = await startOrg({ settings: { integrationLicenses: 2, integrationPermissionSetLicenses: 1 } });
  });
  afterEach(() => org.close());

  const makeUser = (name: string, more: object = {}): Promise<Answer> =>
    create(
      org,
      'User',
      newUser(org, { Username: `${name}@org.example`, ProfileId: profileId(org, integration), ...more })
    );
  const newId = async (name: string): Promise<string> => (await makeUser(name)).json.id as string;
  const assign = (AssigneeId: string, PermissionSetId: string): Promise<Answer> =>
    create(org, 'PermissionSetAssignment', { AssigneeId, PermissionSetId });
  const license = (AssigneeId: string): Promise<Answer> =>
    create(org, 'PermissionSetLicenseAssign', {
      AssigneeId,
      PermissionSetLicenseId: rowWith(org.org, 'PermissionSetLicense', {}).Id,
    });
  const counts = async (sobject: string, where: string): Promise<unknown> => {
    const soql = `SELECT TotalLicenses, UsedLicenses FROM ${sobject} WHERE ${where}`;
    const [{ TotalLicenses, UsedLicenses }] = (await ask(org, 'GET', query(soql))).json.records;
    return [UsedLicenses, TotalLicenses];
  };
  const ofUsers = (): Promise<unknown> => counts('UserLicense', "Name = 'Salesforce Integration'");
  const ofSets = (): Promise<unknown> =>
    counts('PermissionSetLicense', "DeveloperName = 'SalesforceAPIIntegrationPsl'");

  it('are used by active users, and refused when they are used up', async () => {
    expect(await ofUsers()).to.deep.equal([0, 2]);
    const first = await newId('a');
    await newId('b');
    expect(await ofUsers()).to.deep.equal([2, 2]);
    expect(refusal(await makeUser('c'))).to.equal('LICENSE_LIMIT_EXCEEDED: License Limit Exceeded');
    expect((await makeUser('d', { IsActive: false })).status).to.equal(201);
    expect((await makeUser('e', { ProfileId: profileId(org, 'Standard User') })).status).to.equal(201);
    await update(org, 'User', first, { IsActive: false });
    expect(await ofUsers()).to.deep.equal([1, 2]);
    const third = await newId('c');
    expect(refusal(await update(org, 'User', first, { IsActive: true }))).to.match(/^LICENSE_LIMIT_EXCEEDED/);
    // Whoever has one may be changed.
    expect((await update(org, 'User', third, { Title: 'x' })).status).to.equal(204);
  });

  it('of permission sets stay with an inactive user until they are taken away', async () => {
    const [first, second] = [await newId('a'), await newId('b')];
    const { json } = await license(first);
    expect(await ofSets()).to.deep.equal([1, 1]);
    expect(refusal(await license(first))).to.match(/^DUPLICATE_VALUE: duplicate value found/);
    await update(org, 'User', first, { IsActive: false });
    expect(refusal(await license(second))).to.match(/^LICENSE_LIMIT_EXCEEDED/);
    await remove(org, 'PermissionSetLicenseAssign', json.id);
    expect(refusal(await license(first))).to.match(/inactive user/);
    expect((await license(second)).status).to.equal(201);
  });

  it('say which permission sets an integration user may hold', async () => {
    const user = await newId('a');
    const plain = await newSet(org, 'Plain');
    const [reads, builds, people] = [
      await newSet(org, 'Reads'),
      await newSet(org, 'Builds'),
      await newSet(org, 'People'),
    ];
    await create(org, 'ObjectPermissions', {
      ParentId: reads,
      SobjectType: 'Account',
      PermissionsRead: true,
    });
    await update(org, 'PermissionSet', builds, { PermissionsAuthorApex: true });
    Object.assign(rowWith(org.org, 'PermissionSet', { Id: people }), {
      LicenseId: rowWith(org.org, 'UserLicense', { Name: 'Salesforce' }).Id,
    });
    const head = 'FIELD_INTEGRITY_EXCEPTION: Can\'t assign permission set "';
    expect((await assign(user, plain)).status).to.equal(201);
    expect(refusal(await assign(user, reads))).to.equal(
      `${head}Reads" to user "New". The user license doesn't allow the permission: Read Accounts`
    );
    const { json } = await license(user);
    expect((await assign(user, reads)).status).to.equal(201);
    expect(refusal(await assign(user, builds))).to.contain("doesn't allow the permission: AuthorApex");
    expect(refusal(await assign(user, people))).to.contain("doesn't match the license");
    expect(refusal(await remove(org, 'PermissionSetLicenseAssign', json.id))).to.match(
      /^DELETE_FAILED: .*Reads/
    );
  });
});

describe('users of simulated orgs', () => {
  it('have names that no user of another one has, while that one is there', async () => {
    const [one, two] = [await startOrg({ alias: 'one' }), await startOrg({ alias: 'two' })];
    const taken = newUser(one, { Username: two.username.toUpperCase() });
    expect(refusal(await create(one, 'User', taken))).to.match(
      /^DUPLICATE_USERNAME: .*in this or another Salesforce organization/
    );
    await two.close();
    expect((await create(one, 'User', taken)).status).to.equal(201);
    one.org.settings.takenUsernames = ['far@acme.example'];
    expect(refusal(await create(one, 'User', newUser(one, { Username: 'FAR@acme.example' })))).to.match(
      /^DUPLICATE_USERNAME/
    );
    await one.close();
  });

  it('have texts of a certain length, and email addresses', async () => {
    const org = await startOrg();
    const refused = async (changes: object): Promise<string> =>
      refusal(await create(org, 'User', newUser(org, changes)));
    expect(await refused({ Alias: 'ninechars' })).to.equal(
      'STRING_TOO_LONG: Alias: data value too large: ninechars (max length=8)'
    );
    expect(await refused({ Title: 'x'.repeat(81) })).to.match(/^STRING_TOO_LONG: Title/);
    expect(await refused({ Email: 'nobody' })).to.equal(
      'INVALID_EMAIL_ADDRESS: Email: invalid email address: nobody'
    );
    await org.close();
  });
});
