import { expect } from 'chai';
import { createRecord } from '../../simulator/data/records.ts';
import { deleteRows, insertRow, rows } from '../../simulator/tables.ts';
import { connectedAppFile } from './metadata-fixtures.ts';
import { assign, deployed, granted, refusedAs, type Spoke, startSpoke } from './spoke.ts';

const notAssigned = ['invalid_app_access', 'user is not admin approved to access this app'] as const;
const inactive = ['inactive_user', 'user is inactive'] as const;

describe('simulator/oauth: the user at the token endpoint', () => {
  let spoke: Spoke;
  beforeEach(async () => {
    spoke = await startSpoke();
  });
  afterEach(() => spoke.close());

  const unassign = (): unknown =>
    deleteRows(
      spoke.org,
      'PermissionSetAssignment',
      ({ AssigneeId, PermissionSetId }) =>
        AssigneeId === spoke.user.Id &&
        spoke.org.tables.get('PermissionSet')?.get(String(PermissionSetId))?.Name === 'Hub_Access'
    );

  it('needs the permission set that the policy names', async () => {
    unassign();
    await refusedAs(spoke, ...notAssigned);
    assign(spoke.org, spoke.user.Id);
    await granted(spoke);
  });

  it('is not pre-authorised through an assignment that has expired', async () => {
    const mine = rows(spoke.org, 'PermissionSetAssignment').filter(
      ({ AssigneeId }) => AssigneeId === spoke.user.Id
    );
    for (const row of mine) row.ExpirationDate = new Date(spoke.clock.now + 1000).toISOString();
    await granted(spoke);
    spoke.clock.now += 2000;
    await refusedAs(spoke, ...notAssigned);
  });

  it('may be pre-authorised through a permission set group', async () => {
    unassign();
    const { org } = spoke;
    const group = insertRow(org, 'PermissionSetGroup', { DeveloperName: 'Group', MasterLabel: 'Group' });
    insertRow(org, 'PermissionSetGroupComponent', {
      PermissionSetGroupId: group.Id,
      PermissionSetId: rows(org, 'PermissionSet').find(({ Name }) => Name === 'Hub_Access')?.Id,
    });
    await refusedAs(spoke, ...notAssigned);
    const context = { org, userId: org.adminId, api: 'data' } as const;
    createRecord(context, 'PermissionSetAssignment', {
      AssigneeId: spoke.user.Id,
      PermissionSetGroupId: group.Id,
    });
    await granted(spoke);
  });

  it('may be pre-authorised through the profile', async () => {
    unassign();
    const { org, user } = spoke;
    createRecord({ org, userId: org.adminId, api: 'data' }, 'SetupEntityAccess', {
      ParentId: rows(org, 'PermissionSet').find(({ ProfileId }) => ProfileId === user.ProfileId)?.Id,
      SetupEntityId: rows(org, 'ExternalClientApplication')[0].Id,
    });
    await granted(spoke);
  });

  it('has to be active', async () => {
    spoke.user.IsActive = false;
    await refusedAs(spoke, ...inactive);
  });

  it('must not be frozen', async () => {
    rows(spoke.org, 'UserLogin').find(({ UserId }) => UserId === spoke.user.Id)!.IsFrozen = true;
    await refusedAs(spoke, ...inactive);
  });

  it('may log in so many times an hour', async () => {
    spoke.org.settings.loginsPerHour = 2;
    await granted(spoke);
    await granted(spoke);
    await refusedAs(spoke, 'rate_limit_exceeded', 'number of logins exceeded');
    const other = spoke.addUser({ username: 'other@spoke.example' });
    assign(spoke.org, other.Id);
    await granted(spoke, { sub: other.Username });
    spoke.clock.now += 60 * 60 * 1000;
    await granted(spoke);
  });
});

describe('simulator/oauth: tokens', () => {
  let spoke: Spoke;
  beforeEach(async () => {
    spoke = await startSpoke();
  });
  afterEach(() => spoke.close());

  const userinfo = (token: string): Promise<Response> =>
    fetch(`${spoke.url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } });

  it('are the same for a user and an app while the session lives', async () => {
    const first = await granted(spoke);
    expect(await granted(spoke)).to.equal(first);
    const other = spoke.addUser({ username: 'other@spoke.example' });
    assign(spoke.org, other.Id);
    expect(await granted(spoke, { sub: other.Username })).to.not.equal(first);
  });

  it('are new ones once the old one is revoked', async () => {
    const first = await granted(spoke);
    const revoke = (): Promise<Response> =>
      fetch(`${spoke.url}/services/oauth2/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ token: first }),
      });
    expect((await revoke()).status).to.equal(200);
    expect((await userinfo(first)).status).to.equal(403);
    const again = await revoke();
    expect(again.status).to.equal(400);
    expect(await again.json()).to.deep.equal({ error: 'invalid_token', error_description: 'invalid token' });
    const second = await granted(spoke);
    expect(second).to.not.equal(first);
    expect((await userinfo(second)).status).to.equal(200);
  });

  it('tell who holds them, and die with the user', async () => {
    const token = await granted(spoke);
    expect(await (await userinfo(token)).json()).to.include({
      user_id: spoke.user.Id,
      organization_id: spoke.org.id,
      preferred_username: spoke.user.Username,
    });
    spoke.user.IsActive = false;
    const refused = await userinfo(token);
    expect(refused.status).to.equal(403);
    expect(await refused.text()).to.equal('Bad_OAuth_Token');
  });
});

describe('simulator/oauth: a connected app', () => {
  let spoke: Spoke;
  beforeEach(async () => {
    spoke = await startSpoke({ settings: { connectedAppCreation: true } });
    const { pem } = spoke.certificate;
    spoke.consumerKey = 'connectedAppKey123';
    await deployed(spoke.org, {
      'connectedApps/Hub_App.connectedApp': connectedAppFile(
        pem,
        '<permissionSetName>Hub Access</permissionSetName>',
        '<consumerKey>connectedAppKey123</consumerKey>'
      ),
    });
  });
  afterEach(() => spoke.close());

  it('grants a token of its own', async () => {
    expect(await granted(spoke)).to.match(/^00D/);
  });

  it('is unknown while it propagates', async () => {
    spoke.org.settings.propagation = 1000;
    await refusedAs(spoke, 'invalid_client_id', 'client identifier invalid');
    spoke.clock.now += 1000;
    await granted(spoke);
  });

  it('keeps users out who are not pre-authorised', async () => {
    const other = spoke.addUser({ username: 'other@spoke.example' });
    await refusedAs(spoke, ...notAssigned, { sub: other.Username });
  });
});
