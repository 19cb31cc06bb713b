import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { create, newSet, remove, update } from './record-fixtures.ts';
import { ask, query, refusal, root, rowWith, start, stopAll } from './server-fixtures.ts';
import { startCaller } from './token-fixtures.ts';

let org: SimulatedOrg;

describe('Users and their sessions', () => {
  beforeEach(async () => {
    org = await start({ kind: 'sandbox', alias: 'spoke' });
  });
  afterEach(stopAll);

  it('are listed, and end when they are deleted', async () => {
    const user = org.addUser({ username: 'bob@spoke.example' });
    const token = org.login(user.Id);
    const soql = `SELECT Id, Users.Username, UserType, LoginType, SessionType, SourceIp FROM AuthSession WHERE UsersId = '${user.Id}'`;
    const sessions = async () => (await ask(org, 'GET', query(soql))).json.records;
    const [session] = await sessions();
    expect(session).to.deep.include({
      UserType: 'Standard',
      LoginType: 'Remote Access 2.0',
      SessionType: 'Oauth2',
      SourceIp: '127.0.0.1',
    });
    expect(session.Users.Username).to.equal('bob@spoke.example');
    expect((await ask(org, 'GET', root, undefined, token)).status).to.equal(200);
    expect((await remove(org, 'AuthSession', session.Id)).status).to.equal(204);
    expect((await ask(org, 'GET', root, undefined, token)).status).to.equal(401);
    expect(await sessions()).to.deep.equal([]);
    expect((await remove(org, 'AuthSession', session.Id)).status).to.equal(404);
    expect((await ask(org, 'GET', root)).status).to.equal(200);
    org.login(user.Id);
    await update(org, 'User', user.Id, { IsActive: false });
    expect(await sessions()).to.deep.equal([]);
  });

  it('are for those who manage users', async () => {
    const token = org.login(org.addUser({ username: 'bob@spoke.example' }).Id);
    const answer = await ask(org, 'GET', query('SELECT Id FROM AuthSession'), undefined, token);
    expect(answer.json[0].errorCode).to.equal('INVALID_TYPE');
    const { Id } = (await ask(org, 'GET', query('SELECT Id FROM AuthSession'))).json.records[0];
    const forbidden = await ask(org, 'DELETE', `${root}/sobjects/AuthSession/${Id}`, undefined, token);
    expect(forbidden.status).to.equal(403);
  });

  it('hold the latest login, which the user shows too', async () => {
    const { spoke, at, exchange } = await startCaller();
    await exchange();
    const shown = async () => {
      const soql = `SELECT LoginHistoryId, LoginHistory.Status, LoginHistory.LoginTime FROM AuthSession WHERE UsersId = '${spoke.service.Id}'`;
      const { json } = await ask(spoke, 'GET', query(soql));
      expect(json.totalSize).to.equal(1);
      expect(json.records[0].LoginHistory.Status).to.equal('Success');
      expect(rowWith(spoke.org, 'User', { Id: spoke.service.Id }).LastLoginDate).to.equal(
        json.records[0].LoginHistory.LoginTime
      );
      return json.records[0].LoginHistoryId as string;
    };
    const first = await shown();
    at.now += 60_000;
    await exchange();
    expect(await shown()).to.not.equal(first);
  });

  it('are not switched off by their own user, nor with the last administrator', async () => {
    const self = await update(org, 'User', org.org.adminId, { IsActive: false });
    expect([self.status, self.json[0].errorCode]).to.deep.equal([400, 'FIELD_INTEGRITY_EXCEPTION']);
    expect((await ask(org, 'GET', root)).status).to.equal(200);
    expect((await update(org, 'User', org.org.adminId, { Title: 'Boss' })).status).to.equal(204);
    const manager = org.addUser({ username: 'manager@spoke.example' });
    const set = await create(org, 'PermissionSet', { Name: 'M', Label: 'M', PermissionsManageUsers: true });
    await create(org, 'PermissionSetAssignment', { AssigneeId: manager.Id, PermissionSetId: set.json.id });
    const path = `${root}/sobjects/User/${org.org.adminId}`;
    const token = org.login(manager.Id);
    const last = await ask(org, 'PATCH', path, { IsActive: false }, token);
    expect(refusal(last)).to.equal(
      'CANNOT_DISABLE_LAST_ADMIN: You must have at least one active administrator user.'
    );
    org.addUser({ username: 'second@spoke.example', profile: 'System Administrator' });
    expect((await ask(org, 'PATCH', path, { IsActive: false }, token)).status).to.equal(204);
  });

  it('have legal names and no id of their own choice', async () => {
    for (const Name of ['1', 'a b', 'a__b', 'a\u0000b']) {
      const answer = await create(org, 'PermissionSet', { Name, Label: 'A' });
      expect(refusal(answer)).to.match(
        /^FIELD_INTEGRITY_EXCEPTION: The Permission Set API Name can only contain/
      );
    }
    const id = await newSet(org);
    expect(refusal(await update(org, 'PermissionSet', id, { Id: id }))).to.equal(
      'INVALID_FIELD: The Id field should not be specified in the sobject data.'
    );
  });
});
