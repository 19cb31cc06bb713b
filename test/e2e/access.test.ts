import { expect } from 'chai';
import type { Check } from '../../src/result.ts';
import type { Row } from '../../simulator/org.ts';
import { deleteRows, insertRow, rows } from '../../simulator/tables.ts';
import { connect, link, type Pair, verify, withPair } from './pair.ts';

const is = ({ status, findings }: Check): string => [status, ...findings].join(' ');
const ann = 'ann@hub.example';

const setOf = ({ hub }: Pair, isSet: (set: Row) => boolean): Row =>
  rows(hub.org, 'PermissionSet').find(isSet)!;
const linkSet = (pair: Pair): Row => setOf(pair, ({ Name }) => String(Name).startsWith('localhost'));
const profileSet = (pair: Pair, name: string): Row => {
  const profile = rows(pair.hub.org, 'Profile').find(({ Name }) => Name === name);
  return setOf(pair, ({ ProfileId }) => ProfileId === profile?.Id);
};

/** Lets a permission set, or the one of a profile, carry the link's principal. */
const carry = ({ hub }: Pair, ParentId: string): void => {
  const [{ SetupEntityId }] = rows(hub.org, 'SetupEntityAccess').filter(
    ({ SetupEntityType }) => SetupEntityType === 'ExternalCredentialParameter'
  );
  insertRow(hub.org, 'SetupEntityAccess', {
    ParentId,
    SetupEntityId,
    SetupEntityType: 'ExternalCredentialParameter',
  });
};

const giveRights = ({ hub }: Pair, ParentId: string, isAll: boolean): void => {
  insertRow(hub.org, 'ObjectPermissions', {
    ParentId,
    SobjectType: 'UserExternalCredential',
    PermissionsRead: true,
    PermissionsModifyAllRecords: isAll,
  });
};

const unassign = ({ hub }: Pair, set: Row, userId?: string): void => {
  deleteRows(
    hub.org,
    'PermissionSetAssignment',
    (row) => row.PermissionSetId === set.Id && (userId === undefined || row.AssigneeId === userId)
  );
};

/** Does what a remedy says that is one of this plugin's own commands. */
const follow = async (pair: Pair, remedy: string): Promise<void> => {
  expect(remedy).to.match(/^sf s2s link --hub hub\d+ --spoke spoke\d+( --assign-to \S+)*$/);
  await link(pair, { assignTo: [...remedy.matchAll(/--assign-to (\S+)/g)].map(([, user]) => user) });
};

const linked = (work: (pair: Pair) => Promise<void>): Promise<void> =>
  withPair({}, async (pair) => {
    pair.hub.addUser({ username: ann });
    await link(pair);
    await work(pair);
  });

describe('verify: who can really use a link', () => {
  it('counts a profile that carries the principal, and asks for rights on the object', () =>
    linked(async (pair) => {
      expect(is((await verify(pair, [ann])).access)).to.equal('failed userLacks');
      const profile = profileSet(pair, 'Standard User');
      carry(pair, profile.Id);
      const { access } = await verify(pair, [ann]);
      expect(is(access)).to.equal('failed userNoRights');
      expect(is((await verify(pair)).access)).to.equal('warning othersNoRights');

      giveRights(pair, profile.Id, false);
      expect(is((await verify(pair, [ann])).access)).to.equal('warning readOnly');
      expect((await verify(pair)).access.message).to.contain(ann);

      await follow(pair, (await verify(pair)).access.actions[0]);
      expect(is((await verify(pair, [ann])).access)).to.equal('passed');
    }));

  it('mends for somebody asked for what it says', () =>
    linked(async (pair) => {
      carry(pair, profileSet(pair, 'Standard User').Id);
      await follow(pair, (await verify(pair, [ann])).access.actions[0]);
      expect(is((await verify(pair, [ann])).access)).to.equal('passed');
    }));

  it('takes the principal from one permission set and the rights from another, or from a group', () =>
    linked(async (pair) => {
      const { hub } = pair;
      const user = rows(hub.org, 'User').find(({ Username }) => Username === ann)!;
      const make = (Name: string): Row =>
        insertRow(hub.org, 'PermissionSet', { Name, Label: Name, IsOwnedByProfile: false });
      const [principal, rights] = [make('Principal'), make('Rights')];
      carry(pair, principal.Id);
      giveRights(pair, rights.Id, true);
      const group = insertRow(hub.org, 'PermissionSetGroup', { DeveloperName: 'Callers' });
      const assign = (to: object): void => {
        insertRow(hub.org, 'PermissionSetAssignment', { AssigneeId: user.Id, IsActive: true, ...to });
      };
      assign({ PermissionSetId: principal.Id });
      expect(is((await verify(pair, [ann])).access)).to.equal('failed userNoRights');
      assign({ PermissionSetGroupId: group.Id, PermissionSetId: null });
      insertRow(hub.org, 'PermissionSetGroupComponent', {
        PermissionSetGroupId: group.Id,
        PermissionSetId: rights.Id,
      });
      expect(is((await verify(pair, [ann])).access)).to.equal('passed');
    }));

  it('fails where rights on the object were taken from the permission set of a plain user', () =>
    withPair({}, async (pair) => {
      await link(pair);
      deleteRows(
        pair.hub.org,
        'ObjectPermissions',
        ({ SobjectType }) => SobjectType === 'UserExternalCredential'
      );
      const rungs = await verify(pair);
      expect(is(rungs.access)).to.equal('failed nobodyHasRights');
      expect(rungs.callout.status).to.equal('skipped');
      await follow(pair, rungs.access.actions[0]);
      expect((await verify(pair)).callout.status).to.equal('passed');
    }));

  it('skips the callout where the running user has the principal without rights, and others can', () =>
    linked(async (pair) => {
      await link(pair, { assignTo: [ann] });
      carry(pair, profileSet(pair, 'System Administrator').Id);
      unassign(pair, linkSet(pair), pair.hub.org.adminId);
      const admin = profileSet(pair, 'System Administrator').Id;
      deleteRows(pair.hub.org, 'ObjectPermissions', ({ ParentId }) => ParentId === admin);
      const rungs = await verify(pair, [ann]);
      expect(is(rungs.access)).to.equal('warning runningUserNoRights');
      expect(is(rungs.callout)).to.equal('skipped runningUserLacks');
      expect(rungs.token.status).to.equal('passed');
      expect(rungs.access.actions[0]).to.match(
        /^sf org assign permset --name localhost_\d+ --target-org hub\d+$/
      );
    }));

  it('fails for somebody asked for who is inactive or frozen', () =>
    linked(async (pair) => {
      await link(pair, { assignTo: [ann] });
      const user = rows(pair.hub.org, 'User').find(({ Username }) => Username === ann)!;
      const login = rows(pair.hub.org, 'UserLogin').find(({ UserId }) => UserId === user.Id)!;
      login.IsFrozen = true;
      expect(is((await verify(pair, [ann])).access)).to.equal('failed frozenUser');
      user.IsActive = false;
      expect(is((await verify(pair, [ann])).access)).to.equal('failed inactiveUser');
    }));

  it('does not count an assignment that has ended', () =>
    linked(async (pair) => {
      await link(pair, { assignTo: [ann] });
      for (const row of rows(pair.hub.org, 'PermissionSetAssignment')) {
        if (row.PermissionSetId === linkSet(pair).Id) row.ExpirationDate = '2020-01-01T00:00:00.000+0000';
      }
      const { access } = await verify(pair);
      expect(is(access)).to.equal('failed ended');
      await follow(pair, access.actions[0]);
      expect(is((await verify(pair)).access)).to.equal('passed');
    }));

  it('warns of an Automated Process user that only reads', () =>
    linked(async (pair) => {
      await link(pair, { assignTo: ['Automated Process'] });
      expect(is((await verify(pair, ['Automated Process'])).access)).to.equal('warning readOnlyLicence');
      expect(is((await verify(pair, ['Platform Integration User'])).access)).to.equal('failed userLacks');
    }));

  it('is skipped for somebody who may not see Setup, and says so', () =>
    linked(async (pair) => {
      const admin = profileSet(pair, 'System Administrator');
      for (const right of ['ViewSetup', 'AssignPermissionSets', 'ManageUsers'])
        admin[`Permissions${right}`] = false;
      const rungs = await verify(pair);
      expect(is(rungs.access)).to.equal('skipped noRight');
      expect([rungs.token.status, rungs.callout.status]).to.deep.equal(['passed', 'passed']);
    }));

  it('looks at a spoke whose login may not use the Metadata API, as far as it goes', () =>
    linked(async (pair) => {
      const profile = rows(pair.spoke.org, 'Profile').find(({ Name }) => Name === 'System Administrator');
      const set = rows(pair.spoke.org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile?.Id)!;
      for (const right of ['ModifyMetadata', 'ModifyAllData']) set[`Permissions${right}`] = false;
      const rungs = await verify({ ...pair, ends: { ...pair.ends, spoke: await connect(pair.spoke) } });
      expect([is(rungs.app), is(rungs['pre-authorisation'])]).to.deep.equal([
        'skipped noLogin',
        'skipped noLogin',
      ]);
      expect(rungs.callout.status).to.equal('passed');
    }));

  it('says that it does not see what a group mutes', () =>
    linked(async (pair) => {
      const { hub } = pair;
      const user = rows(hub.org, 'User').find(({ Username }) => Username === ann)!;
      const group = insertRow(hub.org, 'PermissionSetGroup', { DeveloperName: 'Callers' });
      for (const PermissionSetId of [linkSet(pair).Id, '0QM000000000001AAA'])
        insertRow(hub.org, 'PermissionSetGroupComponent', {
          PermissionSetGroupId: group.Id,
          PermissionSetId,
        });
      const assignment = { PermissionSetGroupId: group.Id, PermissionSetId: null, IsActive: true };
      insertRow(hub.org, 'PermissionSetAssignment', { AssigneeId: user.Id, ...assignment });
      const { access } = await verify(pair, [ann]);
      expect(is(access)).to.equal('warning muted');
      expect(access.message).to.contain('Callers').and.contain(ann);
    }));

  it('asks no more than it has to', () =>
    linked(async (pair) => {
      const before = [pair.hub.log.length, pair.spoke.log.length];
      await verify(pair);
      const sent = pair.hub.log.length - before[0] + pair.spoke.log.length - before[1] - 1;
      expect(sent).to.be.at.most(19);
    }));
});
