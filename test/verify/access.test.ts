import { expect } from 'chai';
import type { CalloutUser } from '../../src/observe/calloutUsers.ts';
import type { OrgUser } from '../../src/org/users.ts';
import { checkAccess } from '../../src/verify/access.ts';
import { mayRunningUserCall } from '../../src/verify/callers.ts';
import type { Check } from '../../src/result.ts';
import type { Orgs } from '../linked.ts';
import { ann, hubOrg } from '../states.ts';
import { findingOf, nothing, viewAfter } from './findings.ts';

type Break = (orgs: Orgs) => unknown;
const check = (breakIt: Break, more = {}): Check => checkAccess(viewAfter(breakIt, more));
const is = ({ status, findings }: Check): string => [status, ...findings].join(' ');
const self: CalloutUser = { userId: ann.id, username: ann.username, rights: 'modify-all' };
const ben: CalloutUser = {
  userId: '005000000000009AAA',
  username: 'ben@hub.example',
  userType: 'Standard',
  rights: 'modify-all',
};
const callers =
  (...users: CalloutUser[]): Break =>
  ({ link }) => {
    link.calloutUsers = users;
  };
const both =
  (...breaks: Break[]): Break =>
  (orgs) => {
    breaks.forEach((breakIt) => breakIt(orgs));
  };
/** Somebody of the hub who is asked for by a name. */
const knows =
  (name: string, user: Partial<OrgUser> = {}): Break =>
  ({ link }) =>
    link.users.set(name, { ...ann, id: ben.userId, username: ben.username, ...user });
const asked = (...calloutUsers: string[]): { calloutUsers: string[] } => ({ calloutUsers });

describe('verify/access', () => {
  it('passes, and counts those who can', () => {
    const all = check(callers(self, ben));
    expect(findingOf(all)).to.equal('passed passed');
    expect(all.message).to.match(/users in all: 2\./);
  });

  it('is skipped where the hub does not tell, or may not be asked', () => {
    const skipped: Break = ({ link }) => delete link.calloutUsers;
    expect(findingOf(check(skipped))).to.equal('skipped unknown');
    expect(mayRunningUserCall(viewAfter(skipped))).to.equal(undefined);
    const hidden: Break = ({ hub }) => (hub.org = { ...hubOrg, missingRights: ['ViewSetup'] });
    expect(findingOf(check(both(skipped, hidden)))).to.equal('skipped noRight');
  });

  it('fails where nobody may use the link, or nobody has rights on the object', () => {
    expect(findingOf(check(callers()))).to.equal('failed nobody');
    expect(mayRunningUserCall(viewAfter(callers()))).to.equal(false);
    const without = callers({ ...self, rights: 'none' }, { ...ben, rights: 'none' });
    expect(is(check(without))).to.equal('failed nobodyHasRights');
    expect(check(without).message).to.contain(`${ann.username}, ${ben.username}`);
    expect(mayRunningUserCall(viewAfter(without))).to.equal(false);
  });

  it('warns where the running user lacks it and others do not', () => {
    const warned = check(callers(ben));
    expect(findingOf(warned)).to.equal('warning runningUserLacks');
    expect(warned.message).to.contain(ann.username);
    expect(warned.actions).to.deep.equal([
      'Let yourself in: sf org assign permset --name acme --target-org myhub',
      'If you are left out on purpose, see that somebody else may: sf s2s verify --hub myhub --spoke myspoke --callout-user USERNAME',
    ]);
    expect(mayRunningUserCall(viewAfter(callers(ben)))).to.equal(false);
    expect(mayRunningUserCall(viewAfter(nothing))).to.equal(true);
  });

  it("mends the link where its permission set is gone, or doesn't give what is needed", () => {
    const gone: Break[] = [
      ({ link }) => delete link.permissionSet,
      ({ link }) => delete link.permissionSet!.body.objectPermissions,
      ({ link }) => delete link.permissionSet!.body.externalCredentialPrincipalAccesses,
    ];
    for (const breakIt of gone) {
      expect(check(both(callers(ben), breakIt)).actions[0]).to.equal(
        'Let yourself in: sf s2s link --hub myhub --spoke myspoke'
      );
    }
  });

  it('warns where the running user, or others, have no rights on the object', () => {
    const noRights = check(callers({ ...self, rights: 'none' }, ben));
    expect(is(noRights)).to.equal('warning runningUserNoRights');
    expect(mayRunningUserCall(viewAfter(callers({ ...self, rights: 'none' }, ben)))).to.equal(false);
    const others = check(callers(self, { ...ben, rights: 'none' }));
    expect(is(others)).to.equal('warning othersNoRights');
    expect(others.message).to.contain(ben.username);
    expect(others.actions).to.deep.equal([
      'sf s2s link --hub myhub --spoke myspoke --assign-to ben@hub.example',
    ]);
  });

  it('does not speak against rights that the hub does not tell', () => {
    expect(is(check(callers({ ...self, rights: undefined })))).to.equal('passed');
  });

  it('fails where a group lets its members in and has none, and tells how to add one', () => {
    const group = { id: '0PG000000000001AAA', name: 'Integrators' };
    const empty = both(callers(), ({ link }) => (link.openGroups = [group]));
    expect(findingOf(check(empty))).to.equal('failed emptyGroup');
    expect(check(empty).message).to.contain('permission set group Integrators');
    expect(check(empty).actions[0]).to.contain(`PermissionSetGroupId=${group.id}"`);
    // Whoever gets in another way makes up for it.
    expect(is(check(both(empty, callers(self))))).to.equal('passed');
  });

  it('fails where whoever leaves was the last, and has somebody else let in', () => {
    const left = { left: [ann.id] };
    const alone = check(callers(), left);
    expect(is(alone)).to.equal('failed nobodyButYou');
    expect(alone.actions).to.deep.equal([
      `Let somebody else in: sf s2s link --hub myhub --spoke myspoke --assign-to USERNAME --unassign ${ann.username}`,
    ]);
    const others = check(callers(ben), left);
    expect(is(others)).to.equal('passed');
    expect(is(check(callers(ben), { left: [ben.userId] }))).to.equal('warning runningUserLacks');
  });

  it('fails where a user lacks it who was asked for, by username or by name', () => {
    const withBen = both(callers(self, ben), knows('BEN@Hub.example'));
    expect(is(check(withBen, asked('BEN@Hub.example')))).to.equal('passed');
    const unknown = check(nothing, asked('nobody@hub.example'));
    expect(findingOf(unknown)).to.equal('failed noUser');
    const lacking = check(knows(ben.username), asked(ben.username));
    expect(findingOf(lacking)).to.equal('failed userLacks');
    expect(lacking.actions).to.deep.equal([
      'sf org assign permset --name acme --target-org myhub --on-behalf-of ben@hub.example',
    ]);
    const bare = both(knows(ben.username), ({ link }) => delete link.permissionSet);
    expect(check(bare, asked(ben.username)).actions).to.deep.equal([
      'sf s2s link --hub myhub --spoke myspoke --assign-to ben@hub.example',
    ]);
    const system = knows('Automated Process', {
      username: 'autoproc@00d.example',
      userType: 'AutomatedProcess',
    });
    const named = check(system, asked('Automated Process'));
    expect(is(named)).to.equal('failed userLacks');
    expect(named.actions[0]).to.match(/--assign-to 'Automated Process'$/);
    expect(is(check(both(callers(self, ben), system), asked('Automated Process')))).to.equal('passed');
  });

  it('fails where somebody asked for is inactive, frozen or without rights on the object', () => {
    const name = ben.username;
    const inactive = check(knows(name, { isActive: false }), asked(name));
    expect(is(inactive)).to.equal('failed inactiveUser');
    expect(inactive.actions).to.deep.equal([
      `sf data update record --target-org myhub --sobject User --where "Username='ben@hub.example'" --values "IsActive=true"`,
    ]);
    const frozen = check(both(callers(self, ben), knows(name, { isFrozen: true })), asked(name));
    expect(is(frozen)).to.equal('failed frozenUser');
    expect(frozen.actions).to.deep.equal([
      `sf data update record --target-org myhub --sobject UserLogin --where "UserId=${ben.userId}" --values "IsFrozen=false"`,
    ]);
    const powerless = check(both(callers(self, { ...ben, rights: 'none' }), knows(name)), asked(name));
    expect(is(powerless)).to.equal('failed userNoRights');
    expect(powerless.actions[0]).to.match(/--assign-to ben@hub.example$/);
  });

  it('names all who lack the same, in one command', () => {
    const others = both(
      knows('ben@x.example', { username: 'ben@x.example' }),
      knows('eve@x.example', { id: '005000000000008AAA', username: 'eve@x.example' })
    );
    const lacking = check(others, asked('ben@x.example', 'eve@x.example'));
    expect(lacking.message).to.contain('ben@x.example, eve@x.example');
    expect(lacking.actions).to.have.lengthOf(1);
    expect(lacking.actions[0]).to.match(
      /permset .* --on-behalf-of ben@x.example --on-behalf-of eve@x.example$/
    );
  });

  it('warns of Read alone, and names those who have no more', () => {
    const warned = check(callers({ ...self, rights: 'read' }, { ...ben, rights: 'read' }));
    expect(is(warned)).to.equal('warning readOnly');
    expect(warned.message).to.contain(`${ann.username}, ${ben.username}`);
    expect(warned.actions[0]).to.match(/--assign-to ann@hub.example --assign-to ben@hub.example$/);
    const limited = { ...ben, rights: 'read', userType: 'AutomatedProcess' } as const;
    expect(is(check(callers(self, limited)))).to.equal('warning readOnlyLicence');
  });

  it('warns where the permission set gives Read only, whoever has more from elsewhere', () => {
    const read: Break = ({ link }) => {
      const [rights] = link.permissionSet!.body.objectPermissions as Record<string, unknown>[];
      rights.modifyAllRecords = 'false';
    };
    const warned = check(read);
    expect(is(warned)).to.equal('warning readOnlySet');
    expect(warned.actions[0]).to.match(/--credential-access modify-all$/);
    const affected = check(both(read, callers({ ...self, rights: 'read' })));
    expect(is(affected)).to.equal('warning readOnly');
    expect(affected.actions[0]).to.match(/--credential-access modify-all --assign-to ann@hub.example$/);
  });

  it('does not ask for Modify All where users have tokens of their own', () => {
    const perUser: Break = ({ hub }) =>
      Object.assign(hub.credentials[0], { principals: [], perUserPrincipals: ['Each'] });
    expect(is(check(both(perUser, callers({ ...self, rights: 'read' }))))).to.equal('passed');
  });

  it('does not drown people in names', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({
      ...ben,
      userId: `005${String(i).padStart(15, '0')}`,
      username: `user${i}@hub.example`,
      rights: 'none' as const,
    }));
    const warned = check(callers(self, ...many));
    expect(warned.message).to.contain('user2@hub.example and 997 more').and.not.contain('user3@');
    expect(warned.actions[0].match(/--assign-to/g)).to.have.lengthOf(3);
  });

  it('says what a muting permission set may take away', () => {
    const muted = check(callers({ ...self, mutedIn: ['Integrators'] }));
    expect(is(muted)).to.equal('warning muted');
    expect(muted.message).to.contain('Integrators').and.contain(ann.username);
  });

  it('tells those whose assignments have ended from those who never had one', () => {
    const formerly =
      (...formerUsers: CalloutUser[]) =>
      ({ link }: Orgs): unknown =>
        (link.formerUsers = formerUsers);
    const only = check((orgs) => (callers()(orgs), formerly(self, ben)(orgs)));
    expect(is(only)).to.equal('failed ended');
    expect(only.actions).to.deep.equal([
      `sf s2s link --hub myhub --spoke myspoke --assign-to ${ben.username}`,
    ]);
    const lost = both(callers(self), formerly(ben), knows(ben.username));
    expect(is(check(lost, asked(ben.username)))).to.equal('failed userEnded');
    const other = check((orgs) => (callers(ben)(orgs), formerly(self)(orgs)));
    expect(is(other)).to.equal('warning runningUserEnded');
    expect(other.actions).to.deep.equal(['sf s2s link --hub myhub --spoke myspoke']);
  });
});
