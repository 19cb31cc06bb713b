import { expect } from 'chai';
import { createRecord } from '../../simulator/data/records.ts';
import type { Row } from '../../simulator/org.ts';
import { deleteRows, insertRow, rows } from '../../simulator/tables.ts';
import type { LinkOutcome } from '../../src/link/outcome.ts';
import { exitCodeOf, linkReport } from '../../src/link/report.ts';
import { snapshotOf } from '../snapshot.ts';
import { addDeveloper, addGroup, asAdmin, callAs, linkNameOf } from './calling.ts';
import { changesSince, link, type Pair, requestFor, thrownBy, verify, withPair } from './pair.ts';
import { unlink } from './unlinking.ts';

const ann = 'ann@hub.example';
const ben = 'ben@hub.example';

const stepsOf = (pair: Pair, { result }: LinkOutcome): string[] =>
  result.links[0].steps.flatMap(({ type, name, action }) =>
    /^PermissionSet(Assignment|GroupComponent)$/.test(type) && name.startsWith(linkNameOf(pair))
      ? [`${type} ${name.split(': ')[1]} ${action}`]
      : []
  );
const checkOf = ({ result }: LinkOutcome, id: string): string => {
  const { status, findings } = result.links[0].checks.find((check) => check.id === id)!;
  return [status, ...findings].join(' ');
};
const admin = ({ hub }: Pair): string => hub.username;

/** A hub with two users, of whom one is in the group Callers. */
const withUsers = (work: (pair: Pair, users: { ann: Row; ben: Row; group: Row }) => Promise<void>) =>
  withPair({}, async (pair) => {
    const users = { ann: addDeveloper(pair, ann), ben: addDeveloper(pair, ben) };
    await work(pair, { ...users, group: addGroup(pair, 'Callers', [users.ann]) });
  });

describe('link: who may call', () => {
  it('lets the members of a permission set group call, and not any more once it is taken away', () =>
    withUsers(async (pair, users) => {
      const linked = await link(pair, { assignTo: ['callers'] });
      expect(stepsOf(pair, linked)).to.deep.equal([
        `PermissionSetAssignment ${admin(pair)} create`,
        'PermissionSetGroupComponent Callers create',
      ]);
      expect([exitCodeOf(linked), linked.warnings.filter((text) => text.includes('Callers'))]).to.deep.equal([
        0,
        [],
      ]);
      expect(await callAs(pair, users.ann)).to.equal('called');
      expect(await callAs(pair, users.ben)).to.match(/access the (credential|endpoint)/);

      const again = await link(pair, { assignTo: ['Callers'] });
      expect([again.result.links[0].changed, stepsOf(pair, again).at(-1)]).to.deep.equal([
        false,
        'PermissionSetGroupComponent Callers unchanged',
      ]);

      const from = pair.hub.log.length;
      const left = await link(pair, { unassign: ['Callers'] });
      expect(stepsOf(pair, left).at(-1)).to.equal('PermissionSetGroupComponent Callers delete');
      expect(changesSince(pair.hub, from).filter((change) => !change.startsWith('Login'))).to.have.length(1);
      expect([exitCodeOf(left), left.warnings]).to.deep.equal([0, []]);
      expect(await callAs(pair, users.ann)).to.match(/access the (credential|endpoint)/);
    }));

  it('takes access from a user, ended assignments too, and lets the others keep it', () =>
    withUsers(async (pair, users) => {
      await link(pair, { assignTo: [ann, ben] });
      const assigned = rows(pair.hub.org, 'PermissionSetAssignment').find(
        ({ AssigneeId, PermissionSetId }) =>
          AssigneeId === users.ann.Id &&
          rows(pair.hub.org, 'PermissionSet').some(
            ({ Id, Name }) => Id === PermissionSetId && Name === linkNameOf(pair)
          )
      )!;
      assigned.ExpirationDate = '2020-01-01T00:00:00.000+0000';
      const left = await link(pair, { unassign: [ann.toUpperCase(), ben] });
      expect(stepsOf(pair, left)).to.have.members([
        `PermissionSetAssignment ${admin(pair)} unchanged`,
        `PermissionSetAssignment ${ann} delete`,
        `PermissionSetAssignment ${ben} delete`,
      ]);
      expect(await callAs(pair, users.ben)).to.match(/access the (credential|endpoint)/);
      expect(rows(pair.hub.org, 'PermissionSetAssignment')).not.to.include(assigned);
    }));

  it('says that there was nothing to take away, and changes nothing', () =>
    withUsers(async (pair) => {
      await link(pair);
      const before = snapshotOf(pair.hub.org);
      const left = await link(pair, { unassign: [ann, 'Callers', 'Automated Process'] });
      expect(left.result.links[0].changed).to.equal(false);
      expect(
        left.warnings.filter((text) => text.startsWith('There was nothing to take away'))
      ).to.have.length(3);
      expect(snapshotOf(pair.hub.org)).to.deep.equal(before);
    }));

  it('tells of access that remains, and through what', () =>
    withUsers(async (pair, users) => {
      await link(pair, { assignTo: [ann, 'Callers'] });
      const first = await link(pair, { unassign: [ann] });
      expect(first.warnings.join()).to.contain(
        `${ann} can still call, through: permission set group Callers`
      );
      expect(await callAs(pair, users.ann)).to.equal('called');

      const { Id } = rows(pair.hub.org, 'SetupEntityAccess').find(
        ({ SetupEntityType }) => SetupEntityType === 'ExternalCredentialParameter'
      )!;
      const { SetupEntityId } = rows(pair.hub.org, 'SetupEntityAccess').find((row) => row.Id === Id)!;
      const profile = rows(pair.hub.org, 'PermissionSet').find(
        ({ ProfileId }) => ProfileId === users.ann.ProfileId
      )!;
      createRecord(asAdmin(pair), 'SetupEntityAccess', { ParentId: profile.Id, SetupEntityId });
      insertRow(pair.hub.org, 'ObjectPermissions', {
        ParentId: profile.Id,
        SobjectType: 'UserExternalCredential',
        PermissionsRead: true,
        PermissionsModifyAllRecords: true,
      });
      const second = await link(pair, { unassign: ['Callers', ann] });
      const told = second.warnings.join('\n');
      expect(told).to.contain(`Members of the permission set group Callers can still call (${ann})`);
      expect(told).to.contain(`${ann} can still call, through: profile Standard User`);
      expect(told).to.contain(`${ann} does not hold a permission set of the link`);
      expect(await callAs(pair, users.ann)).to.equal('called');

      // The principal alone lets nobody call.
      deleteRows(pair.hub.org, 'ObjectPermissions', ({ ParentId }) => ParentId === profile.Id);
      expect((await link(pair, { unassign: [ann] })).warnings.join()).not.to.contain('can still call');
    }));

  it('does not say what it was not let see', () =>
    withUsers(async (pair) => {
      await link(pair, { assignTo: [ann] });
      const profile = rows(pair.hub.org, 'Profile').find(({ Name }) => Name === 'System Administrator')!;
      const set = rows(pair.hub.org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile.Id)!;
      for (const right of ['ViewSetup', 'AssignPermissionSets', 'ManageUsers'])
        set[`Permissions${right}`] = false;
      const { warnings } = await link(pair, { unassign: [ann] });
      expect(warnings.join())
        .to.contain('does not tell who may call')
        .and.not.contain('nothing to take away');
    }));

  it('leaves out whoever links, where that is asked for, and says what could not be tried', () =>
    withUsers(async (pair, users) => {
      const request = { assignTo: ['Callers'], unassign: [admin(pair)] };
      const fresh = await link(pair, request);
      expect(stepsOf(pair, fresh)).to.deep.equal(['PermissionSetGroupComponent Callers create']);
      expect([checkOf(fresh, 'access'), checkOf(fresh, 'callout'), exitCodeOf(fresh)]).to.deep.equal([
        'passed',
        'skipped runningUserLeft',
        0,
      ]);
      expect(await callAs(pair, users.ann)).to.equal('called');
      expect((await link(pair, request)).result.links[0].changed).to.equal(false);

      const said = linkReport(fresh, requestFor(pair, request)).flatMap(({ lines }) => lines);
      expect(said.join('\n')).to.contain('the callout was not tried').and.not.contain('a callout came back');

      const other = await link(pair, { unassign: [ben] });
      expect([other.result.links[0].changed, checkOf(other, 'callout')]).to.deep.equal([
        false,
        'skipped runningUserLacks',
      ]);

      // Whoever links is let in again by the next run that does not say otherwise.
      expect(checkOf(await link(pair), 'callout')).to.equal('passed');
      const left = await link(pair, { unassign: [admin(pair)] });
      expect(stepsOf(pair, left)).to.deep.equal([`PermissionSetAssignment ${admin(pair)} delete`]);
      expect((await verify(pair)).access.findings).to.deep.equal(['runningUserLacks']);
    }));

  it('says who can’t call any more, once that was seen', () =>
    withUsers(async (pair) => {
      await link(pair, { assignTo: [ann, 'Callers'] });
      const told = async (unassign: string[], options = {}): Promise<string[]> => {
        const request = { unassign };
        const lines = linkReport(await link(pair, request, options), requestFor(pair, request));
        return lines.flatMap((section) => section.lines).filter((line) => line.includes('any more'));
      };
      const name = linkNameOf(pair);
      expect(await told([ann])).to.deep.equal([]);
      expect(await told(['Callers'], { dryRun: true })).to.deep.equal([]);
      expect(await told([ann, 'Callers'])).to.deep.equal([
        `${ann} can't call through ${name} any more.`,
        `Nobody can call through ${name} any more by being in the permission set group Callers.`,
      ]);
    }));

  it('says that a group has no members yet, and how it gets one', () =>
    withUsers(async (pair, users) => {
      addGroup(pair, 'Empty');
      const fresh = await link(pair, { assignTo: ['Empty'], unassign: [admin(pair)] });
      const { access } = await verify(pair);
      expect([checkOf(fresh, 'access'), access.findings, exitCodeOf(fresh)]).to.deep.equal([
        'failed emptyGroup',
        ['emptyGroup'],
        1,
      ]);
      expect(access.message).to.include('group Empty lets its members in');
      const [join, , byName] = access.actions;
      expect(byName)
        .to.match(/ --assign-to USERNAME --unassign \S+$/)
        .and.include(admin(pair));
      const [, PermissionSetGroupId] = /"AssigneeId=ID_OF_USER PermissionSetGroupId=(\w+)"$/.exec(join)!;
      const joining = { AssigneeId: users.ben.Id, PermissionSetGroupId };
      await pair.ends.hub.sobject('PermissionSetAssignment').create(joining);
      const { access: after } = await verify(pair);
      expect(after.findings).to.deep.equal(['runningUserLacks']);
      expect(after.actions[1]).to.match(/on purpose.*: sf s2s verify --hub .* --callout-user USERNAME$/);
    }));

  it('fails where nobody is left who may call', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const left = await link(pair, { unassign: [admin(pair)] });
      expect([checkOf(left, 'access'), exitCodeOf(left)]).to.deep.equal(['failed nobodyButYou', 1]);
    }));

  it('plans it in a dry run, and changes nothing', () =>
    withUsers(async (pair) => {
      await link(pair, { assignTo: [ben] });
      const before = snapshotOf(pair.hub.org);
      const request = { assignTo: ['Callers'], unassign: [ben] };
      const planned = await link(pair, request, { dryRun: true });
      expect(stepsOf(pair, planned)).to.deep.equal([
        `PermissionSetAssignment ${admin(pair)} unchanged`,
        'PermissionSetGroupComponent Callers create',
        `PermissionSetAssignment ${ben} delete`,
      ]);
      expect(snapshotOf(pair.hub.org)).to.deep.equal(before);
    }));

  it('gives a group with members of lesser licences Read, and says so', () =>
    withUsers(async (pair) => {
      const chat = pair.hub.addUser({ username: 'chat@hub.example', profile: 'Chatter Free User' });
      const group = addGroup(pair, 'Mixed', [chat]);
      const linked = await link(pair, { assignTo: ['Mixed'] });
      expect(linked.warnings.join()).to.contain(`Mixed have a licence that can't hold Modify All`);
      const sets = rows(pair.hub.org, 'PermissionSetGroupComponent')
        .filter(({ PermissionSetGroupId }) => PermissionSetGroupId === group.Id)
        .map(({ PermissionSetId }) => PermissionSetId);
      const narrow = rows(pair.hub.org, 'PermissionSet').find(
        ({ Name }) => Name === `${linkNameOf(pair)}_Read`
      );
      expect(sets).to.deep.equal([narrow?.Id]);
      expect((await link(pair, { assignTo: ['Mixed'] })).result.links[0].changed).to.equal(false);
    }));

  it('tells of groups that are being recalculated, failed to be, or ask for activation', () =>
    withUsers(async (pair, users) => {
      pair.hub.org.settings.groupRecalculation = 3_600_000;
      const joining = await link(pair, { assignTo: ['Callers'] });
      expect(joining.warnings.join()).to.contain('Callers on').and.contain('is Updating');
      expect(await callAs(pair, users.ann)).to.match(/access the (credential|endpoint)/);
      const leaving = await link(pair, { unassign: ['Callers'] });
      expect(leaving.warnings.join()).to.contain('may still be able to call');
      pair.hub.org.settings.groupRecalculation = 0;
      addGroup(pair, 'Sessions', [], { HasActivationRequired: true });
      insertRow(pair.hub.org, 'PermissionSetGroup', { DeveloperName: 'Broken', Status: 'Failed' });
      const { warnings } = await link(pair, { assignTo: ['Sessions', 'Broken'] });
      expect(warnings.join()).to.contain('Sessions on').and.contain('activated for each session');
      expect(warnings.join()).to.contain('Broken on').and.contain('is Failed');
    }));

  it('finds the group of a package by its prefix alone', () =>
    withUsers(async (pair) => {
      insertRow(pair.hub.org, 'PermissionSetGroup', { DeveloperName: 'Team', NamespacePrefix: 'pkg' });
      const error = await thrownBy(link(pair, { assignTo: ['Team'] }));
      expect(error.name).to.equal('NoCalloutGroupError');
      expect(stepsOf(pair, await link(pair, { assignTo: ['PKG__team'] })).at(-1)).to.equal(
        'PermissionSetGroupComponent pkg__Team create'
      );
    }));

  it('ends with the words of the org where it keeps what is to go', () =>
    withUsers(async (pair) => {
      await link(pair, { assignTo: ['Callers'] });
      // A group and a set of one package: nobody takes them apart.
      const [organization] = rows(pair.hub.org, 'Organization');
      const set = rows(pair.hub.org, 'PermissionSet').find(({ Name }) => Name === linkNameOf(pair))!;
      const [group] = rows(pair.hub.org, 'PermissionSetGroup');
      for (const row of [organization, set, group]) row.NamespacePrefix = 'mine';
      const error = await thrownBy(link(pair, { unassign: ['Callers'] }));
      expect([error.name, error.exitCode]).to.deep.equal(['DeletionRefusedError', 1]);
      expect(error.message).to.contain('PermissionSetGroupComponent: INSUFFICIENT_ACCESS');
      expect(error.actions?.join()).to.match(/sf s2s link .* --unassign Callers/);
    }));

  it('goes on where a run was stopped, and goes with unlink', () =>
    withUsers(async (pair) => {
      pair.hub.fault({ path: /\/composite$/, times: 1, kind: 'reset' });
      const error = await thrownBy(link(pair, { assignTo: ['Callers'] }));
      expect(error.exitCode).to.equal(68);
      const { verdict } = await link(pair, { assignTo: ['Callers'] });
      expect(verdict?.passed).to.equal(true);
      expect(rows(pair.hub.org, 'PermissionSetGroupComponent')).to.have.length(1);
      await unlink(pair, { force: true });
      expect(rows(pair.hub.org, 'PermissionSetGroupComponent')).to.deep.equal([]);
    }));
});

describe('link: who may call, refused before anything is changed', () => {
  const cases: [what: string, request: { assignTo?: string[]; unassign?: string[] }, name: string][] = [
    ['an unknown group', { assignTo: ['Nobody'] }, 'NoCalloutGroupError'],
    ['an unknown group to take away from', { unassign: ['Nobody'] }, 'NoCalloutGroupError'],
    ['a label', { assignTo: ["People who call's"] }, 'NoCalloutGroupError'],
    ['nothing', { assignTo: [''] }, 'NoCalloutGroupError'],
    ['an unknown user to take away from', { unassign: ['x@hub.example'] }, 'NoCalloutUserError'],
    ['a user on both sides', { assignTo: [ann], unassign: ['ANN@hub.example'] }, 'AssignedAndNotError'],
    ['a group on both sides', { assignTo: ['Callers'], unassign: ['callers'] }, 'AssignedAndNotError'],
    ['a group that is full', { assignTo: ['Full'] }, 'GroupFullError'],
  ];
  for (const [what, request, name] of cases) {
    it(what, () =>
      withUsers(async (pair) => {
        const full = addGroup(pair, 'Full');
        for (let i = 0; i < 100; i += 1)
          insertRow(pair.hub.org, 'PermissionSetGroupComponent', {
            PermissionSetGroupId: full.Id,
            PermissionSetId: `0PS${i}`,
          });
        const from = [pair.hub.log.length, pair.spoke.log.length];
        const error = await thrownBy(link(pair, request));
        expect([error.name, error.exitCode]).to.deep.equal([name, 1]);
        expect(changesSince(pair.hub, from[0])).to.deep.equal([]);
        expect(changesSince(pair.spoke, from[1])).to.deep.equal([]);
      })
    );
  }

  it('somebody who may assign, but not change groups', () =>
    withUsers(async (pair) => {
      await link(pair);
      const profile = rows(pair.hub.org, 'Profile').find(({ Name }) => Name === 'System Administrator')!;
      const set = rows(pair.hub.org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile.Id)!;
      set.PermissionsManageProfilesPermissionsets = false;
      const error = await thrownBy(link(pair, { assignTo: ['Callers'] }));
      expect(error.name).to.equal('MissingRightsError');
      expect(error.message).to.contain('ManageProfilesPermissionsets');
      expect((await link(pair, { assignTo: [ann] })).result.links[0].changed).to.equal(true);
    }));
});
