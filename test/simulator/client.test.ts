import { AuthInfo, Connection, Org } from '@salesforce/core';
import { expect } from 'chai';
import { saveLogins } from '../../simulator/logins.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { start, stopAll } from './server-fixtures.ts';

/** Name of what a promise rejects with. */
const rejection = async (promise: PromiseLike<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    return (error as Error).name;
  }
  return 'nothing';
};

describe('The client library of the CLI', () => {
  let simulated: SimulatedOrg;
  let org: Org;
  let connection: Connection;
  beforeEach(async () => {
    simulated = await start({ kind: 'sandbox', alias: 'client', username: 'admin@client.example' });
    await saveLogins([simulated]);
    org = await Org.create({ aliasOrUsername: 'client' });
    connection = org.getConnection();
  });
  afterEach(stopAll);

  it('finds the login by its alias without a request', () => {
    expect(org.getOrgId()).to.equal(simulated.org.id);
    expect(org.getUsername()).to.equal('admin@client.example');
    expect(connection.getApiVersion()).to.equal('66.0');
    expect(simulated.log).to.deep.equal([]);
  });

  it('refreshes what it knows of the org', async () => {
    await org.refreshAuth();
    expect(await org.determineIfDevHubOrg(true)).to.equal(false);
    expect((await org.retrieveOrganizationInformation()).IsSandbox).to.equal(true);
    expect(await connection.retrieveMaxApiVersion()).to.equal('66.0');
  });

  it('queries, creates, changes and deletes', async () => {
    const { id } = (await connection.sobject('PermissionSet').create({ Name: 'A', Label: 'A' })) as {
      id: string;
    };
    await connection.sobject('PermissionSet').update({ Id: id, Label: 'B' });
    const { records } = await connection.query("SELECT Label FROM PermissionSet WHERE Name = 'A'");
    expect(records[0].Label).to.equal('B');
    await connection.sobject('PermissionSet').destroy(id);
    expect((await connection.query("SELECT Id FROM PermissionSet WHERE Name = 'A'")).totalSize).to.equal(0);
    expect((await connection.tooling.query('SELECT Id FROM Certificate')).totalSize).to.equal(0);
  });

  it('writes and reads many records at once', async () => {
    const sets = ['A', 'B', 'A'].map((Name) => ({ Name, Label: Name }));
    const created = await connection.sobject('PermissionSet').create(sets, { allOrNone: false });
    expect(created.map(({ success }) => success)).to.deep.equal([true, true, false]);
    const ids = created.flatMap(({ id }) => id ?? []);
    expect((await connection.sobject('PermissionSet').retrieve(ids)).map((set) => set.Name)).to.deep.equal([
      'A',
      'B',
    ]);
    const destroyed = await connection.sobject('PermissionSet').destroy(ids);
    expect(destroyed.map(({ success }) => success)).to.deep.equal([true, true]);
    const users = Array.from({ length: 250 }, (_, i) =>
      simulated.addUser({ username: `u${i}@client.example` })
    );
    const query = connection.query('SELECT Id FROM User', {
      autoFetch: true,
      maxFetch: 1000,
      headers: { 'Sforce-Query-Options': 'batchSize=200' },
    });
    expect((await query).records).to.have.length(users.length + 3);
    const described = await connection.sobject('User').describe();
    expect(described.fields.map(({ name }) => name)).to.include('Username');
  });

  it('gets refusals by their names', async () => {
    expect(await rejection(connection.query('SELECT Nope FROM User'))).to.equal('INVALID_FIELD');
    expect(await rejection(connection.query('SELECT Id FROM ScratchOrgInfo'))).to.equal('INVALID_TYPE');
    expect(await rejection(connection.request('/services/data/v66.0/limits'))).to.equal('NOT_SIMULATED');
    for (const session of simulated.org.sessions.values()) session.alive = false;
    expect(await rejection(connection.query('SELECT Id FROM User'))).to.match(
      /INVALID_SESSION_ID|RefreshToken|sf:INVALID/
    );
    expect(await rejection(connection.metadata.list({ type: 'Certificate' }))).to.not.equal('nothing');
  });

  it('speaks the Metadata API', async () => {
    expect(await connection.metadata.list({ type: 'NamedCredential' })).to.deep.equal([]);
  });

  it('logs in with an access token', async () => {
    const accessTokenOptions = {
      accessToken: simulated.accessToken,
      instanceUrl: simulated.url,
      loginUrl: simulated.url,
    };
    const authInfo = await AuthInfo.create({ accessTokenOptions });
    expect(authInfo.getUsername()).to.equal('admin@client.example');
    const other = await Connection.create({ authInfo });
    expect((await other.query('SELECT Id FROM Organization')).records[0].Id).to.equal(simulated.org.id);
  });
});
