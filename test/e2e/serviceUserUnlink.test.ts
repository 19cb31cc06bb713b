import { expect } from 'chai';
import { createRecord } from '../../simulator/data/records.ts';
import { rows } from '../../simulator/tables.ts';
import { asText } from '../../src/report/report.ts';
import { exitCodeOf, unlinkReport } from '../../src/unlink/report.ts';
import { hasWork } from '../../src/unlink/plan.ts';
import { atEachRequest, startQuickPair } from './interrupted.ts';
import { changesSince, link, type Pair, thrownBy, withPair } from './pair.ts';
import { addConnectedApp } from './othersApp.ts';
import { addSet, heldBy, userOf, username, wanted } from './serviceUsers.ts';
import { unlink } from './unlinking.ts';

const withLinked = (work: (pair: Pair) => Promise<void>): Promise<void> =>
  withPair({}, async (pair) => {
    addSet(pair, 'Orders');
    await link(pair, wanted);
    await work(pair);
  });

const userStep = ({ plan }: Awaited<ReturnType<typeof unlink>>) =>
  plan.steps.find(({ type }) => type === 'User');

const used = ({ spoke: { org } }: Pair): unknown[] => [
  rows(org, 'User').filter(({ IsActive, Title }) => IsActive === true && Title).length,
  rows(org, 'PermissionSetLicenseAssign').length,
];

describe('unlink and the service user that link made', () => {
  it('deactivates it, takes back what it held, and says so before and after', () =>
    withLinked(async (pair) => {
      const planned = await unlink(pair, {}, { dryRun: true });
      expect(userStep(planned)).to.include({ name: username, action: 'deactivate' });
      expect(asText(unlinkReport(planned, true))).to.match(
        /User +hub@acme\.example +deactivate: users can't be deleted/
      );
      expect(userOf(pair)?.IsActive).to.equal(true);
      const outcome = await unlink(pair);
      expect(exitCodeOf(outcome, false)).to.equal(0);
      expect(userOf(pair)?.IsActive).to.equal(false);
      expect(heldBy(pair)).to.deep.equal([]);
      expect(used(pair)).to.deep.equal([0, 0]);
      const report = asText(unlinkReport(outcome, false));
      expect(report).to.match(/deactivated: users can't be deleted/);
      expect(report).to.contain(
        `Inactive users stay on ${pair.spoke.org.alias}, because users can't be deleted: ${username}. To use one again: sf s2s link --hub ${pair.hub.org.alias} --spoke ${pair.spoke.org.alias} --create-service-user ${username} --service-user-permset Orders`
      );
      const again = await unlink(pair);
      expect(hasWork(again.plan)).to.equal(false);
    }));

  it('and link takes it into use again, with the last licences there are', () =>
    withLinked(async (pair) => {
      const id = userOf(pair)?.Id;
      await unlink(pair);
      Object.assign(pair.spoke.org.settings, { integrationLicenses: 1, integrationPermissionSetLicenses: 1 });
      const { verdict, result } = await link(pair, wanted);
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0].steps[0]).to.include({ type: 'User', action: 'update' });
      expect(userOf(pair)).to.include({ Id: id, IsActive: true });
      expect(heldBy(pair)).to.have.length(3);
    }));

  it('deactivates it whatever it was given since, groups and rights of an administrator included', () =>
    withLinked(async (pair) => {
      const { org } = pair.spoke;
      const context = { org, userId: org.adminId, api: 'data' as const };
      const set = addSet(pair, 'All', { PermissionsModifyAllData: true });
      const group = createRecord(context, 'PermissionSetGroup', {
        DeveloperName: 'Team',
        MasterLabel: 'Team',
      });
      const AssigneeId = userOf(pair)!.Id;
      for (const fields of [{ PermissionSetId: set.Id }, { PermissionSetGroupId: group.Id }])
        createRecord(context, 'PermissionSetAssignment', { AssigneeId, ...fields });
      const { plan } = await unlink(pair);
      const names = plan.steps.map(({ name }) => name);
      expect(names).to.include.members([`All: ${username}`, `Team: ${username}`, `Orders: ${username}`]);
      expect(userOf(pair)?.IsActive).to.equal(false);
      expect(heldBy(pair)).to.deep.equal([]);
    }));

  it('leaves it while another link of the hub to that spoke calls as it', () =>
    withPair({}, async (pair) => {
      addSet(pair, 'Orders');
      await link(pair, { ...wanted, name: 'one' });
      await link(pair, { name: 'two', serviceUser: username });
      const outcome = await unlink(pair, { name: 'one' });
      expect(userStep(outcome)).to.include({
        action: 'keep',
        reason: 'another credential of this hub calls as this user: two',
      });
      expect(userOf(pair)?.IsActive).to.equal(true);
      expect((await link(pair, { name: 'two' })).verdict?.passed).to.equal(true);
      await unlink(pair, { name: 'two' });
      expect(userOf(pair)?.IsActive).to.equal(false);
    }));

  for (const way of ['itself', 'in a group']) {
    it(`leaves it while it is let into another app, by a permission set that it holds ${way}`, () =>
      withLinked(async (pair) => {
        const { org } = pair.spoke;
        const context = { org, userId: org.adminId, api: 'data' as const };
        await addConnectedApp(pair);
        const [app] = rows(org, 'ConnectedApplication');
        const set = addSet(pair, 'Other');
        createRecord(context, 'SetupEntityAccess', { ParentId: set.Id, SetupEntityId: app.Id });
        const AssigneeId = userOf(pair)!.Id;
        if (way === 'itself') {
          createRecord(context, 'PermissionSetAssignment', { AssigneeId, PermissionSetId: set.Id });
        } else {
          const group = createRecord(context, 'PermissionSetGroup', {
            DeveloperName: 'Team',
            MasterLabel: 'Team',
          });
          createRecord(context, 'PermissionSetGroupComponent', {
            PermissionSetGroupId: group.Id,
            PermissionSetId: set.Id,
          });
          createRecord(context, 'PermissionSetAssignment', { AssigneeId, PermissionSetGroupId: group.Id });
        }
        const outcome = await unlink(pair);
        expect(userStep(outcome)).to.include({ action: 'keep' });
        expect(userStep(outcome)?.reason).to.match(/let into another app/);
        expect(userOf(pair)?.IsActive).to.equal(true);
        expect(heldBy(pair)).to.include('Orders');
      }));
  }

  it('leaves users whom nobody or another hub marked', () =>
    withPair({}, async (pair) => {
      const mine = pair.spoke.addUser({ username: 'svc@spoke.example' });
      const other = pair.spoke.addUser({ username: 'other@spoke.example' });
      other.Title = `Managed by sf s2s: 00D000000000009AAA -> ${pair.spoke.org.id}`;
      await link(pair, { serviceUser: 'svc@spoke.example' });
      const outcome = await unlink(pair);
      expect(userStep(outcome)).to.equal(undefined);
      expect([mine, other].map(({ IsActive }) => IsActive)).to.deep.equal([true, true]);
    }));

  it('needs the right to manage users, and changes nothing without it', () =>
    withLinked(async (pair) => {
      for (const set of rows(pair.spoke.org, 'PermissionSet')) set.PermissionsManageUsers = false;
      const lengths = [pair.hub.log.length, pair.spoke.log.length];
      const error = await thrownBy(unlink(pair));
      expect(error.message).to.contain('ManageUsers');
      expect(changesSince(pair.hub, lengths[0])).to.deep.equal([]);
      expect(changesSince(pair.spoke, lengths[1])).to.deep.equal([]);
    }));

  it('says what the org answers where it does not let the user go, and goes on later', () =>
    withLinked(async (pair) => {
      const sets = rows(pair.spoke.org, 'PermissionSet').filter((set) => set.IsOwnedByProfile === true);
      const makeAdmins = (isOurs: boolean): void => {
        for (const set of sets)
          set.PermissionsModifyAllData = (set.ProfileId === userOf(pair)?.ProfileId) === isOurs;
      };
      // The last administrator of all, whom nobody may deactivate.
      makeAdmins(true);
      const error = await thrownBy(unlink(pair));
      expect([error.name, error.exitCode]).to.deep.equal(['DeletionRefusedError', 68]);
      expect(error.message).to.contain(`User ${username}: CANNOT_DISABLE_LAST_ADMIN: `);
      expect(userOf(pair)?.IsActive).to.equal(true);
      makeAdmins(false);
      const { plan } = await unlink(pair);
      expect(plan.steps.map(({ type, action }) => `${type} ${action}`)).to.deep.equal(['User deactivate']);
      expect(userOf(pair)?.IsActive).to.equal(false);
    }));

  it('cut off at each request, run again, has left it inactive and without rights', async function () {
    this.timeout(600_000);
    const { checked } = await atEachRequest({
      prepare: async () => {
        const pair = await startQuickPair();
        addSet(pair, 'Orders');
        await link(pair, wanted);
        return pair;
      },
      run: (pair) => unlink(pair),
      check: (pair, n) => {
        expect(userOf(pair)?.IsActive, `request ${n}`).to.equal(false);
        expect(heldBy(pair), `request ${n}`).to.deep.equal([]);
        expect(pair.spoke.org.components.size, `request ${n}`).to.equal(0);
      },
    });
    expect(checked).to.be.above(8);
  });
});
