import { expect } from 'chai';
import { checkAccess, mayRunningUserCall } from '../../src/verify/access.ts';
import type { Orgs } from '../linked.ts';
import { ann } from '../states.ts';
import { findingOf, nothing, viewAfter } from './findings.ts';

const check = (breakIt: (orgs: Orgs) => unknown, more = {}) => checkAccess(viewAfter(breakIt, more));
const ben = { userId: '005000000000009AAA', username: 'ben@hub.example', through: 'Acme' };
const callers =
  (...users: (typeof ben)[]) =>
  ({ link }: Orgs): void => {
    link.calloutUsers = users;
  };
const self = { userId: ann.id, username: ann.username, through: 'Acme' };

describe('verify/access', () => {
  it('passes, and counts each user once however often access is given', () => {
    const passed = check(callers(self, { ...self, through: 'Group' }, ben));
    expect(findingOf(passed)).to.equal('passed passed');
    expect(passed.message).to.match(/in all: 2\./);
  });

  it('is skipped where the hub does not tell', () => {
    const skipped = ({ link }: Orgs): unknown => delete link.calloutUsers;
    expect(findingOf(check(skipped))).to.equal('skipped unknown');
    expect(mayRunningUserCall(viewAfter(skipped))).to.equal(undefined);
  });

  it('fails where nobody may use the link', () => {
    expect(findingOf(check(callers()))).to.equal('failed nobody');
    expect(mayRunningUserCall(viewAfter(callers()))).to.equal(false);
  });

  it('warns where the running user lacks it and others do not', () => {
    const warned = check(callers(ben));
    expect(findingOf(warned)).to.equal('warning runningUserLacks');
    expect(warned.message).to.contain(ann.username);
    expect(warned.actions).to.deep.equal(['sf org assign permset --name acme --target-org myhub']);
    expect(mayRunningUserCall(viewAfter(callers(ben)))).to.equal(false);
    expect(mayRunningUserCall(viewAfter(nothing))).to.equal(true);
  });

  it('fails where a user lacks it who was asked for, by username in any case or by name', () => {
    expect(findingOf(check(callers(self, ben), { calloutUsers: ['BEN@Hub.example'] }))).to.equal(
      'passed passed'
    );
    const unknown = check(nothing, { calloutUsers: ['nobody@hub.example'] });
    expect(findingOf(unknown)).to.equal('failed noUser');
    const knowsBen = ({ link }: Orgs): void => {
      link.users.set(ben.username, { ...ann, id: ben.userId, username: ben.username });
    };
    const lacking = check(knowsBen, { calloutUsers: [ben.username] });
    expect(findingOf(lacking)).to.equal('failed userLacks');
    expect(lacking.actions).to.deep.equal([
      'sf s2s link --hub myhub --spoke myspoke --assign-to ben@hub.example',
    ]);
    const system = { ...ann, id: ben.userId, username: 'autoproc@00d.example', userType: 'AutomatedProcess' };
    const known =
      (...users: (typeof ben)[]) =>
      (orgs: Orgs): void => {
        orgs.link.users.set('Automated Process', system);
        orgs.link.calloutUsers = users;
      };
    const calloutUsers = ['Automated Process'];
    expect(findingOf(check(known(self), { calloutUsers }))).to.equal('failed userLacks');
    expect(check(known(self), { calloutUsers }).actions[0]).to.match(/--assign-to 'Automated Process'$/);
    const through = { ...ben, username: system.username };
    expect(findingOf(check(known(self, through), { calloutUsers }))).to.equal('passed passed');
  });

  it('warns where the permission set gives Read only', () => {
    const warned = check(({ link }) => {
      const [rights] = link.permissionSet!.body.objectPermissions as Record<string, unknown>[];
      rights.modifyAllRecords = 'false';
    });
    expect(findingOf(warned)).to.equal('warning readOnly');
    expect(warned.actions[0]).to.match(/--credential-access modify-all$/);
  });
});
