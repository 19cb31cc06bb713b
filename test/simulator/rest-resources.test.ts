import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { newSet } from './record-fixtures.ts';
import { addCertificate, deployFiles, hubFiles } from './metadata-fixtures.ts';
import { ask, query, refusal, root, start, stopAll } from './server-fixtures.ts';

let org: SimulatedOrg;

describe('Resources of the REST API', () => {
  beforeEach(async () => {
    org = await start({ kind: 'developer', alias: 'hub' });
  });
  afterEach(stopAll);

  it('list and describe what the simulator has', async () => {
    const { json } = await ask(org, 'GET', `${root}/sobjects`);
    const listed: string[] = json.sobjects.map((one: { name: string }) => one.name);
    expect(listed).to.include.members(['User', 'AuthSession']).and.not.include('Certificate');
    const user = json.sobjects.find((one: { name: string }) => one.name === 'User');
    expect(user).to.deep.include({ createable: true, deletable: false, custom: false });
    expect(user.urls.describe).to.equal(`${root}/sobjects/User/describe`);
    const tooling = await ask(org, 'GET', `${root}/tooling/sobjects`);
    expect(tooling.json.sobjects.map((one: { name: string }) => one.name)).to.include('Certificate');
    const described = await ask(org, 'GET', user.urls.describe);
    const profile = described.json.fields.find((one: { name: string }) => one.name === 'ProfileId');
    expect(profile).to.deep.include({
      type: 'reference',
      nillable: false,
      referenceTo: ['Profile'],
      relationshipName: 'Profile',
    });
    expect(described.json.childRelationships).to.deep.include({
      relationshipName: 'PermissionSetAssignments',
      childSObject: 'PermissionSetAssignment',
      field: 'AssigneeId',
    });
    expect((await ask(org, 'GET', `${root}/sobjects/user`)).json.objectDescribe.name).to.equal('User');
  });

  it('tell what each org has and this one does not simulate from what there is not', async () => {
    for (const path of [
      'sobjects/Account',
      'sobjects/Account/describe',
      'tooling/sobjects/ApexLog/describe',
    ]) {
      const answer = await ask(org, 'GET', `${root}/${path}`);
      expect([answer.status, answer.json[0].errorCode]).to.deep.equal([501, 'NOT_SIMULATED']);
    }
    const account = await ask(org, 'POST', `${root}/sobjects/Account`, { Name: 'Acme' });
    expect(refusal(account)).to.equal('NOT_SIMULATED: not simulated: sObject Account');
    expect((await ask(org, 'GET', `${root}/sobjects/Nope__c/describe`)).status).to.equal(404);
    const tooling = await ask(org, 'PATCH', `${root}/tooling/sobjects/NamedCredential/0XA000000000001`, {});
    expect(tooling.status).to.equal(501);
    const certificate = await ask(org, 'POST', `${root}/tooling/sobjects/Certificate`, {});
    expect(refusal(certificate)).to.equal(
      "METHOD_NOT_ALLOWED: HTTP Method 'POST' not allowed. Allowed are HEAD,GET"
    );
  });

  it('know no external ids', async () => {
    const by = (field: string) => ask(org, 'GET', `${root}/sobjects/User/${field}/x@example.com`);
    expect(refusal(await by('Nope'))).to.equal(
      'NOT_FOUND: Provided external ID field does not exist or is not accessible: Nope'
    );
    expect(refusal(await by('Username'))).to.equal(
      'NOT_SIMULATED: not simulated: looking up User by Username'
    );
  });

  it('count records', async () => {
    await newSet(org);
    const { json } = await ask(org, 'GET', `${root}/limits/recordCount?sObjects=User,PermissionSet,Nope`);
    expect(json.sObjects).to.deep.equal([
      { count: 3, name: 'User' },
      { count: rows(org.org, 'PermissionSet').length, name: 'PermissionSet' },
    ]);
    const all = await ask(org, 'GET', `${root}/limits/recordCount?sObjects`);
    expect(all.json.sObjects.length).to.be.above(10);
  });

  it('give long results in batches', async () => {
    for (let index = 0; index < 450; index++)
      org.addUser({ username: `u${index}@hub.example`, lastName: `U${index}` });
    const path = query("SELECT LastName FROM User WHERE LastName LIKE 'U_%' AND ProfileId != null");
    expect((await ask(org, 'GET', path)).json).to.include({ done: true, totalSize: 450 });
    const small = { 'Sforce-Query-Options': 'batchSize=1' };
    const next = (url: string) => ask(org, 'GET', url, undefined, undefined, small);
    const first = (await next(path)).json;
    expect(first).to.include({ done: false, totalSize: 450 });
    expect(first.records).to.have.length(200);
    expect(first.nextRecordsUrl).to.match(/^\/services\/data\/v66\.0\/query\/01g\w{15}-200$/);
    const second = (await next(first.nextRecordsUrl)).json;
    expect(second.records[0].LastName).to.equal('U200');
    const third = (await next(second.nextRecordsUrl)).json;
    expect(third).to.include({ done: true }).and.not.have.property('nextRecordsUrl');
    expect(third.records).to.have.length(50);
    const stranger = org.login(org.addUser({ username: 'eve@hub.example' }).Id);
    const foreign = await ask(org, 'GET', first.nextRecordsUrl, undefined, stranger);
    expect([foreign.status, foreign.json[0].errorCode]).to.deep.equal([400, 'INVALID_QUERY_LOCATOR']);
    for (let index = 0; index < 10; index++) await next(path);
    expect((await next(first.nextRecordsUrl)).status).to.equal(400);
  });

  it('describe the columns of groups and children', async () => {
    const columns = async (soql: string) => (await ask(org, 'GET', `${query(soql)}&columns=true`)).json;
    const grouped = await columns(
      'SELECT Profile.Name, COUNT(Id), MAX(Name) best FROM User GROUP BY Profile.Name'
    );
    expect(grouped.groupBy).to.equal(true);
    type Column = { columnName: string; displayName: string; aggregate: boolean };
    expect(
      grouped.columnMetadata.map((one: Column) => [one.columnName, one.displayName, one.aggregate])
    ).to.deep.equal([
      ['Name', 'Profile.Name', false],
      ['expr0', 'COUNT(Id)', true],
      ['best', 'MAX(Name)', true],
    ]);
    const [, users] = (await columns('SELECT Id, (SELECT Profile.Name FROM Users) FROM Profile'))
      .columnMetadata;
    expect(users).to.include({ columnName: 'Users', aggregate: true });
    expect(users.joinColumns[0].joinColumns[0].columnName).to.equal('Name');
  });

  it('include records that were deleted, of which none stay', async () => {
    const { json } = await ask(org, 'GET', query('SELECT Id FROM User').replace('/query?', '/queryAll?'));
    expect(json.totalSize).to.equal(3);
  });

  it('list credentials', async () => {
    const base = `${root}/named-credentials`;
    await addCertificate(org.org);
    await deployFiles(org.org, hubFiles());
    const external = await ask(org, 'GET', `${base}/external-credentials`);
    expect(external.json.externalCredentials.map((one: object) => one)).to.have.length(1);
    expect(external.json.externalCredentials[0]).to.include({ developerName: 'Spoke' });
    const named = await ask(org, 'GET', `${base}/named-credential-setup`);
    expect(named.json.namedCredentials[0]).to.include({ developerName: 'Spoke', calloutStatus: 'Enabled' });
    expect((await ask(org, 'POST', `${base}/external-credentials`, {})).status).to.equal(501);
    expect((await ask(org, 'DELETE', `${base}/named-credential-setup/Spoke`)).status).to.equal(501);
  });
});
