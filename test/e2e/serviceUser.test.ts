import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import { run } from './command.ts';
import { atEachRequest, startQuickPair } from './interrupted.ts';
import { changesSince, link, type Pair, withPair } from './pair.ts';
import { addSet, heldBy, userOf, username, wanted } from './serviceUsers.ts';

const stepsOf = (type: string, { result }: Awaited<ReturnType<typeof link>>) =>
  result.links[0].steps.filter((step) => step.type === type && step.org === 'spoke');

const withOrders = (work: (pair: Pair) => Promise<void>): Promise<void> =>
  withPair({}, async (pair) => {
    addSet(pair, 'Orders');
    await work(pair);
  });

describe('link that makes its service user', () => {
  it('gives it what was asked for and nothing else, and verify has nothing to say', () =>
    withOrders(async (pair) => {
      const outcome = await link(pair, wanted);
      const [{ serviceUser, checks }] = outcome.result.links;
      expect(serviceUser).to.equal(username);
      expect(checks.map(({ status, findings }) => [status, ...findings])).to.deep.equal(
        checks.map(() => ['passed'])
      );
      expect(outcome.warnings).to.deep.equal([]);
      const { app } = outcome.plan;
      expect(heldBy(pair)).to.deep.equal(['Orders', 'SalesforceAPIIntegrationPsl', app.permissionSet].sort());
      const admin = userOf(pair, pair.spoke.username)!;
      const profile = rows(pair.spoke.org, 'Profile').find(({ Id }) => Id === userOf(pair)?.ProfileId);
      expect(profile?.Name).to.equal('Minimum Access - API Only Integrations');
      expect(userOf(pair)).to.include({
        LastName: 'hub',
        Alias: 'hub',
        Email: admin.Email,
        TimeZoneSidKey: admin.TimeZoneSidKey,
        Title: `Managed by sf s2s: ${pair.hub.org.id} -> ${pair.spoke.org.id}`,
        IsActive: true,
      });
      // The user comes before everything else: its name may be taken.
      const changes = changesSince(pair.spoke, 0);
      expect(changes[0]).to.equal(`User:${userOf(pair)?.Id}`);
    }));

  it('says so in the plan, the JSON and the table, and changes nothing in a dry run', () =>
    withOrders(async (pair) => {
      const outcome = await link(pair, wanted, { dryRun: true });
      expect(stepsOf('User', outcome)).to.deep.equal([
        { org: 'spoke', type: 'User', name: username, action: 'create', changes: [], reason: null },
      ]);
      expect(stepsOf('PermissionSetLicenseAssign', outcome).map(({ name }) => name)).to.deep.equal([
        `SalesforceAPIIntegrationPsl: ${username}`,
      ]);
      expect(stepsOf('PermissionSetAssignment', outcome).map(({ name }) => name)).to.deep.equal([
        `Orders: ${username}`,
        `${outcome.plan.app.permissionSet}: ${username}`,
      ]);
      expect([...changesSince(pair.hub, 0), ...changesSince(pair.spoke, 0)]).to.deep.equal([]);
      expect(outcome.plan.choice.serviceUser).to.equal(username);
    }));

  it('again does nothing, whatever the case of the username', () =>
    withOrders(async (pair) => {
      await link(pair, wanted);
      const lengths = [pair.hub.log.length, pair.spoke.log.length];
      const { result, verdict } = await link(pair, { ...wanted, createServiceUser: 'HUB@acme.example' });
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0].changed).to.equal(false);
      expect(new Set(result.links[0].steps.map(({ action }) => action))).to.deep.equal(
        new Set(['unchanged'])
      );
      expect(changesSince(pair.hub, lengths[0])).to.deep.equal([]);
      expect(changesSince(pair.spoke, lengths[1])).to.deep.equal([]);
      // Later runs need not name it.
      expect((await link(pair)).result.links[0]).to.include({ changed: false, serviceUser: username });
    }));

  it('takes the email address that is given, and the language of who is logged in', () =>
    withOrders(async (pair) => {
      userOf(pair, pair.spoke.username)!.LanguageLocaleKey = 'de';
      await link(pair, { ...wanted, serviceUserEmail: 'ops@acme.example' });
      expect(userOf(pair)).to.include({ Email: 'ops@acme.example', LanguageLocaleKey: 'de' });
    }));

  it('finds the profile by what it gives, whatever it is called, and no clone of it', () =>
    withOrders(async (pair) => {
      const { org } = pair.spoke;
      const own = rows(org, 'Profile').find(({ Name }) => Name === 'Minimum Access - API Only Integrations')!;
      own.Name = 'Mindestzugriff – Nur-API-Integrationen';
      const set = rows(org, 'PermissionSet').find(({ ProfileId }) => ProfileId === own.Id)!;
      const clones = [
        { PermissionsModifyAllData: true, CreatedDate: '2001-01-01T00:00:00.000+0000' },
        { CreatedDate: '2001-01-01T00:00:00.000+0000' },
        { CreatedDate: '2090-01-01T00:00:00.000+0000' },
      ];
      clones.forEach((fields, i) => {
        const [profileId, setId] = [`00e00000000000${i}AAA`, `0PS00000000000${i}AAA`];
        org.tables.get('Profile')!.set(profileId, { ...own, Id: profileId, Name: `Clone ${i}` });
        org.tables
          .get('PermissionSet')!
          .set(setId, { ...set, ...fields, Id: setId, ProfileId: profileId, Name: `X${i}` });
      });
      // The second clone is older, but sees accounts.
      org.tables.get('ObjectPermissions')!.set('110000000000001AAA', {
        Id: '110000000000001AAA',
        ParentId: '0PS000000000001AAA',
        SobjectType: 'Account',
        PermissionsRead: true,
      });
      await link(pair, wanted);
      expect(userOf(pair)?.ProfileId).to.equal(own.Id);
    }));

  it('activates one that it made before, and says for which link it is now', () =>
    withOrders(async (pair) => {
      await link(pair, wanted);
      Object.assign(userOf(pair)!, {
        IsActive: false,
        Title: `Managed by sf s2s: ${pair.hub.org.id} -> 00D000000000001AAA`,
      });
      const outcome = await link(pair, wanted);
      expect(stepsOf('User', outcome)).to.deep.equal([
        {
          org: 'spoke',
          type: 'User',
          name: username,
          action: 'update',
          changes: ['IsActive', 'Title'],
          reason: null,
        },
      ]);
      expect(userOf(pair)).to.include({
        IsActive: true,
        Title: `Managed by sf s2s: ${pair.hub.org.id} -> ${pair.spoke.org.id}`,
      });
      expect(outcome.verdict?.passed).to.equal(true);
    }));

  it('gives permission sets to a user who is there, and renews those that have ended', () =>
    withOrders(async (pair) => {
      const name = 'svc@spoke.example';
      const { Id } = pair.spoke.addUser({ username: name });
      addSet(pair, 'More');
      const request = { serviceUser: name, serviceUserPermsets: ['Orders'] };
      await link(pair, request);
      expect(heldBy(pair, name)).to.include('Orders').and.not.include('SalesforceAPIIntegrationPsl');
      for (const row of rows(pair.spoke.org, 'PermissionSetAssignment'))
        if (row.AssigneeId === Id) row.ExpirationDate = '2020-01-01T00:00:00.000+0000';
      const { result } = await link(pair, { ...request, serviceUserPermsets: ['Orders', 'More', 'Orders'] });
      expect(
        result.links[0].steps
          .filter(({ type, org }) => type === 'PermissionSetAssignment' && org === 'spoke')
          .map(({ action }) => action)
      ).to.deep.equal(['update', 'create', 'update']);
      expect(heldBy(pair, name)).to.include.members(['Orders', 'More']);
      expect((await link(pair, request)).result.links[0].changed).to.equal(false);
    }));

  it('takes a permission set of a package by its full name only', () =>
    withOrders(async (pair) => {
      addSet(pair, 'Packaged').NamespacePrefix = 'acme';
      await link(pair, { ...wanted, serviceUserPermsets: ['acme__Packaged'] });
      expect(heldBy(pair)).to.include('Packaged');
    }));

  it('cut off at each request, run again, has made what an undisturbed run makes', async function () {
    this.timeout(600_000);
    const { requests, checked } = await atEachRequest({
      prepare: async () => {
        const pair = await startQuickPair();
        addSet(pair, 'Orders');
        return pair;
      },
      run: (pair) => link(pair, wanted),
      check: async (pair, n) => {
        expect(heldBy(pair), `request ${n}`).to.have.length(3);
        expect(
          rows(pair.spoke.org, 'User').filter(({ Title }) => Title),
          `request ${n}`
        ).to.have.length(1);
        expect((await link(pair, wanted)).result.links[0].changed, `request ${n}`).to.equal(false);
      },
    });
    expect(requests).to.be.above(23);
    expect(checked).to.be.above(5);
  });

  it('is a flag of the command, and excludes a user who is there', () =>
    withOrders(async (pair) => {
      const ends = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
      const flags = ['--create-service-user', username, '--service-user-permset', 'Orders'];
      const both = await run('link', ...ends, ...flags, '--service-user', 'other@acme.example');
      expect(both.exitCode).to.equal(2);
      const email = await run('link', ...ends, '--service-user-email', 'ops@acme.example');
      expect(email.exitCode).to.equal(2);
      expect([...changesSince(pair.hub, 0), ...changesSince(pair.spoke, 0)]).to.deep.equal([]);
      const done = await run('link', ...ends, ...flags, '--service-user-email', 'ops@acme.example');
      expect(done.exitCode, done.stderr).to.equal(0);
      expect(done.stdout).to.match(/User +hub@acme\.example +created/);
      expect(userOf(pair)?.Email).to.equal('ops@acme.example');
    }));
});
